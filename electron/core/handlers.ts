import { stat } from 'node:fs/promises';
import { addFile } from './attachments/add-file.ts';
import { createSettings } from './app-settings.ts';
import { capabilities, externalUrl, listFolders, needsDesktop } from './app-service.ts';
import { changeDraft } from './change-draft.ts';
import { checkWiki } from './check-wiki.ts';
import { listChoices, readChoice, reopenChoice, settleChoice } from './choices/choices.ts';
import { deletePage } from './delete-page.ts';
import type { Handlers } from './dispatch.ts';
import {
  deletedPages,
  historyText,
  pageHistory,
  recentChanges,
  restorePage,
} from './history-service.ts';
import { pageBlame } from './page-blame.ts';
import type { CorePorts } from './ports.ts';
import { withFileSizes } from './file-sizes.ts';
import type { Holders } from './holders.ts';
import { joinWiki } from './join-wiki.ts';
import { pathForTitle } from './page-names.ts';
import { readPage } from './read-page.ts';
import { renamePage } from './rename-page.ts';
import { authorOf, savePage, type SaveContext } from './save-page.ts';
import { showFile } from './show-file.ts';
import { syncHandlers, type SyncServices } from './sync/handlers.ts';
import {
  createWiki,
  openFolder,
  openSample,
  outsideChanges,
  recordOutsideChanges,
} from './wiki-service.ts';
import type { Wikis } from './wikis.ts';
import type { Writers } from './writers.ts';

const exists = (dir: string) =>
  stat(dir).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The wiki the host was asked for, else the one used last if its folder is still there. */
async function startWiki(ports: CorePorts, wikis: Wikis): Promise<string | null> {
  if (ports.startWiki !== null || ports.host === 'terminal') return ports.startWiki;
  const [latest] = await wikis.recent();
  return latest !== undefined && (await exists(latest.dir)) ? latest.dir : null;
}

/** The contract, method by method: each line hands over to the service that knows. */
export function createHandlers(
  context: SaveContext,
  services: SyncServices & { readonly holders: Holders; readonly writers: Writers },
): Handlers {
  const { ports, bus } = context;
  const { jobs, wikis, holders, syncs, questions, writers } = services;
  const settings = createSettings(ports, bus);
  return {
    'app.capabilities': async () => capabilities(ports, await startWiki(ports, wikis)),
    'app.settings': () => settings.read(),
    'app.updateSettings': (changes) => settings.update(changes),
    'app.setSpelling': async ({ languages }) => {
      await ports.shell.setSpelling?.(languages);
      return {};
    },
    'app.pickFolder': async ({ title }) => ({
      dir: await needsDesktop(ports.shell.pickFolder, 'Choosing a folder in a dialog')(title),
    }),
    'app.openExternal': async ({ url }) => {
      const href = externalUrl(url);
      await needsDesktop(ports.shell.openExternal, 'Opening another program')(href);
      return {};
    },
    'app.showInFolder': async ({ dir }) => {
      await needsDesktop(ports.shell.showInFolder, 'Showing a folder')(dir);
      return {};
    },
    'folder.list': ({ dir }) => listFolders(ports, dir),
    'job.cancel': ({ job }) => ({ wasRunning: jobs.cancel(job) }),
    'job.state': ({ job }) => jobs.state(job),

    'wiki.recent': async () => ({
      recent: await Promise.all(
        (await wikis.recent()).map(async (recent) => ({
          ...recent,
          exists: await exists(recent.dir),
        })),
      ),
    }),
    'wiki.forget': async ({ dir }) => {
      await wikis.forget(dir);
      return {};
    },
    'wiki.open': (input) => openFolder(context, wikis, input),
    'wiki.create': (input) => createWiki(context, wikis, input),
    'wiki.openSample': () => openSample(context, wikis),
    'wiki.join': (input) => ({
      job: jobs.start((job) =>
        joinWiki(context, wikis, questions, input, job, (wiki, paths) =>
          syncs.of(wiki).sync.noteQuarantined(paths),
        ),
      ),
    }),
    'wiki.summary': ({ wiki }) => wikis.get(wiki).summary(),
    'wiki.holders': async ({ wiki }) => ({ holders: [...(await holders.of(wikis.get(wiki)))] }),
    'wiki.author': async ({ wiki }) => ({ author: await authorOf(wikis.get(wiki)) }),
    'wiki.setAuthor': async ({ wiki, author }) => {
      const { config } = wikis.get(wiki).repo;
      await config.set('user.name', author.name);
      await config.set('user.email', author.email);
      return { author };
    },
    'wiki.outsideChanges': ({ wiki }) => outsideChanges(wikis.get(wiki)),
    'wiki.recordOutsideChanges': ({ wiki }) => recordOutsideChanges(context, wikis.get(wiki)),
    'wiki.check': ({ wiki }) => {
      const open = wikis.get(wiki);
      return { job: jobs.start((job) => checkWiki(open, job)) };
    },
    'wiki.recentChanges': (input) => recentChanges(wikis.get(input.wiki), input),

    'page.list': ({ wiki }) => ({ pages: [...wikis.get(wiki).catalogue.pages()] }),
    'page.read': (input) => readPage(wikis.get(input.wiki), input, writers),
    'writer.hold': ({ client, writer }) => ({ isHeld: writers.hold(client, writer) }),
    'writer.letGo': ({ client, writer }) => {
      writers.letGo(client, writer);
      return {};
    },
    'client.left': ({ client }) => {
      writers.leave(client);
      return {};
    },
    'page.save': (input) => savePage(context, wikis.get(input.wiki), input),
    'page.rename': (input) => renamePage(context, wikis.get(input.wiki), input),
    'page.delete': (input) => deletePage(context, wikis.get(input.wiki), input),
    'page.pathForTitle': ({ wiki, title, from }) =>
      pathForTitle(wikis.get(wiki).catalogue, title, from),
    'page.resolveLinks': async ({ wiki, from, targets }) => {
      const open = wikis.get(wiki);
      await open.named();
      const links = await open.attachments.resolve(await open.search.resolve(from, targets));
      return { links: await withFileSizes(open, links) };
    },
    'file.add': (input) => addFile(wikis.get(input.wiki), input),
    'file.showInFolder': ({ wiki, path }) => showFile(wikis.get(wiki), ports.shell, path),
    'page.backlinks': ({ wiki, path }) => wikis.get(wiki).search.backlinks(path),
    'draft.save': async ({ wiki, ...text }) => {
      const savedMs = ports.clock.nowMs();
      await wikis.get(wiki).drafts.save({ ...text, savedMs });
      return { savedMs };
    },
    'draft.change': ({ wiki, ...change }) => changeDraft(wikis.get(wiki), ports.clock, change),
    'draft.discard': async ({ wiki, path, writer }) => {
      await wikis.get(wiki).drafts.discard(path, writer);
      bus.emit({ name: 'drafts.changed', wiki });
      return {};
    },
    'draft.list': async ({ wiki }) => {
      const drafts = await wikis.get(wiki).drafts.list();
      const latest = drafts.filter(
        ({ path }, index) => drafts.findIndex((other) => other.path === path) === index,
      );
      return { drafts: latest.map(({ path, base, savedMs }) => ({ path, base, savedMs })) };
    },
    'history.page': (input) => pageHistory(wikis.get(input.wiki), input),
    'history.text': (input) => historyText(wikis.get(input.wiki), input),
    'history.restore': (input) => restorePage(context, wikis.get(input.wiki), input),
    'history.blame': (input) => pageBlame(wikis.get(input.wiki), input),
    'history.deleted': (input) => deletedPages(wikis.get(input.wiki), input),

    'search.query': ({ wiki, query, limit, offset }) =>
      wikis.get(wiki).search.query(query, limit, offset),
    'search.titles': async ({ wiki, query, limit }) => {
      const open = wikis.get(wiki);
      return { hits: await open.search.titles(query, limit, open.recency()) };
    },
    'search.tags': async ({ wiki }) => ({ tags: await wikis.get(wiki).search.tags() }),
    'search.tagged': async ({ wiki, tag }) => ({ pages: await wikis.get(wiki).search.tagged(tag) }),
    'search.state': ({ wiki }) => wikis.get(wiki).search.state(),

    'choice.list': async ({ wiki }) => ({ choices: await listChoices(wikis.get(wiki)) }),
    'choice.read': async ({ wiki, path }) => ({
      choice: await readChoice(wikis.get(wiki), path),
    }),
    'choice.settle': (input) => settleChoice(context, wikis.get(input.wiki), input),
    'choice.reopen': (input) => reopenChoice(context, wikis.get(input.wiki), input),

    ...syncHandlers(context, services),
  };
}
