import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { assertNever } from '../../../shared/contract/errors.ts';
import type { Envelope } from '../../../shared/contract/envelope.ts';
import type { AppEvent } from '../../../shared/contract/events.ts';
import { isMethodName, methods } from '../../../shared/contract/methods.ts';
import { jobId } from '../../../shared/contract/values.ts';
import { createCore, type Core } from '../core.ts';
import { askedPorts } from './asked-ports.ts';
import { coreSetup, toCore, type FromCore, type ToCore } from './core-protocol.ts';
import { systemClock } from './node-ports.ts';

const port = parentPort;
if (!port) throw new Error('core-worker runs as a worker only');

const post = (message: FromCore, transfer: ArrayBuffer[] = []) =>
  port.postMessage(message, transfer);

const setup = coreSetup.parse(workerData);
const ports = askedPorts(setup, (message) => post(message));
let { startWiki } = setup;

const openedWiki = z.object({
  kind: z.literal('opened'),
  summary: methods['wiki.summary'].output.pick({ dir: true, wiki: true }),
});

/** The main thread keeps which wikis are open, for a thread that has to follow this one. */
function noteOpened(value: unknown): void {
  const opened = openedWiki.safeParse(value);
  if (opened.success) post({ kind: 'opened', dir: opened.data.summary.dir });
}

function tell(event: AppEvent): void {
  const isEnd = event.name === 'job.done' || event.name === 'job.failed';
  if (event.name === 'job.done') noteOpened(event.value);
  post({ kind: 'event', text: JSON.stringify(event), endedJob: isEnd ? event.job : null });
}

const core = createCore({
  host: setup.host,
  version: setup.version,
  clock: systemClock,
  logger: ports.logger,
  secrets: ports.secrets,
  shell: ports.shell,
  dataDir: setup.dataDir,
  documentsDir: setup.documentsDir,
  sampleDir: setup.sampleDir,
  get startWiki() {
    return startWiki;
  },
}).then(async (made) => {
  made.onEvent(tell);
  for (const dir of setup.reopen) await reopen(made, dir);
  return made;
});

/** Opens a wiki again and tells all about it that may have changed unseen. */
async function reopen(made: Core, dir: string): Promise<void> {
  const answer = await made.dispatch('wiki.open', { dir });
  const opened = openedWiki.safeParse(answer.ok ? answer.value : null);
  if (!opened.success) return;
  noteOpened(opened.data);
  const { wiki } = opened.data.summary;
  const listed = await made.dispatch('page.list', { wiki });
  const list = methods['page.list'].output.safeParse(listed.ok ? listed.value : null);
  const changed = list.success ? list.data.pages : [];
  tell({ name: 'pages.changed', wiki, changed, removed: [] });
  tell({ name: 'history.changed', wiki });
  tell({ name: 'drafts.changed', wiki });
}

function startedJob(method: string, answer: Envelope): string | null {
  if (!answer.ok || !isMethodName(method) || !('result' in methods[method])) return null;
  const started = z.object({ job: jobId }).safeParse(answer.value);
  return started.success ? started.data.job : null;
}

async function answerRequest({ id, method, input }: Extract<ToCore, { kind: 'request' }>) {
  const answer = await (await core).dispatch(method, input);
  if (answer.ok) noteOpened(answer.value);
  post({
    kind: 'answer',
    id,
    text: JSON.stringify(answer),
    job: startedJob(method, answer),
  });
}

async function answerAsset({ id, wiki, path }: Extract<ToCore, { kind: 'asset' }>) {
  const asset = await (await core).readAsset(wiki, path);
  if (asset === null) {
    post({ kind: 'asset', id, asset });
    return;
  }
  const { bytes, mediaType } = asset;
  // A view of a larger buffer (Node's pool) must not take that buffer along.
  const isAlone = bytes.byteLength === bytes.buffer.byteLength;
  const own = isAlone && bytes.buffer instanceof ArrayBuffer ? bytes.buffer : null;
  const sent = own === null ? new Uint8Array(bytes) : new Uint8Array(own);
  post({ kind: 'asset', id, asset: { bytes: sent, mediaType } }, [sent.buffer]);
}

async function close(): Promise<void> {
  await (await core).close();
  process.exit(0); // ends this thread only
}

function take(message: ToCore): Promise<void> | void {
  switch (message.kind) {
    case 'request':
      return answerRequest(message);
    case 'asset':
      return answerAsset(message);
    case 'startWiki':
      startWiki = message.dir;
      return;
    case 'portValue':
    case 'portFailure':
      ports.settle(message);
      return;
    case 'close':
      return close();
    default:
      assertNever(message);
  }
}

// A failure here is one that nobody can be answered with: it ends the thread, and the host starts another.
port.on('message', (message: unknown) => void take(toCore.parse(message)));
void core.then(() => post({ kind: 'ready' }));
