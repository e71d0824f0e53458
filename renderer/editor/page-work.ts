import { AppError } from '../../shared/contract/errors.ts';
import { type PageModel, readPage } from '../../shared/markdown/model/read-page.ts';
import {
  type BlockNow,
  writePage,
  type WriteOptions,
  type WrittenPage,
} from '../../shared/markdown/model/write-page.ts';
import { isScriptMissing, workerPart } from '../ui/missing-parts.ts';
import type { PageAnswer, PageRequest } from './page-answers.ts';
import { sendBlocks } from './sent-blocks.ts';
import { receivePage, sendPage } from './sent-page.ts';
import { joined } from './together/joining.ts';

// Parsing takes some milliseconds for each kilobyte: only a short page may hold up the screen.
const shortLength = 24_000;

const notThere = new AppError('INTERNAL', 'The app was updated while it was open.');

let worker: Worker | null = null;
let lastId = 0;
interface Waiting {
  readonly resolve: (answer: PageAnswer) => void;
  readonly reject: (error: AppError) => void;
}
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const started = new Worker(new URL('./page-worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<PageAnswer>) => {
    waiting.get(data.id)?.resolve(data);
    waiting.delete(data.id);
  });
  workerPart(started).addEventListener('error', (event) => {
    started.terminate();
    worker = null;
    const failed = new AppError('INTERNAL', 'This page could not be read as markdown.');
    for (const { reject } of waiting.values()) reject(isScriptMissing(event) ? notThere : failed);
    waiting.clear();
  });
  return started;
}

function ask(make: (id: number) => PageRequest): Promise<PageAnswer> {
  worker ??= start();
  lastId += 1;
  const request = make(lastId);
  const { promise, resolve, reject } = Promise.withResolvers<PageAnswer>();
  waiting.set(request.id, { resolve, reject });
  worker.postMessage(request);
  return promise;
}

/** Without a worker it holds up the screen, and nothing that was typed is lost. */
function orHere(make: () => PageAnswer): (error: unknown) => PageAnswer {
  return (error) => {
    if (error !== notThere) throw error;
    return make();
  };
}

/** Whether a text is read and written at once, without a worker. */
export function isShort(text: string): boolean {
  return text.length <= shortLength;
}

/** `readPage`, away from the screen when the text is long. */
export async function readPageApart(text: string): Promise<PageModel> {
  if (isShort(text)) return readPage(text);
  const answer = await ask((id) => ({ kind: 'read', id, text })).catch(
    orHere(() => ({ kind: 'read', id: 0, page: sendPage(readPage(text)) })),
  );
  if (answer.kind !== 'read') throw new AppError('INTERNAL', 'The page was not read.');
  return receivePage(text, answer.page);
}

/** `writePage`, away from the screen when the page is long. */
export async function writePageApart(
  page: PageModel,
  blocks: readonly BlockNow[],
  options: WriteOptions,
): Promise<WrittenPage> {
  if (isShort(page.text)) return writePage(page, blocks, options);
  const answer = await ask((id) => ({
    kind: 'write',
    id,
    text: page.text,
    blocks: sendBlocks(page, blocks),
    options,
  })).catch(orHere(() => ({ kind: 'write', id: 0, written: writePage(page, blocks, options) })));
  if (answer.kind !== 'write') throw new AppError('INTERNAL', 'The page was not written.');
  return answer.written;
}

/** `joined`, away from the screen when the page is long. */
export async function joinApart(
  base: string,
  mine: string,
  theirs: string,
): Promise<string | null> {
  if ([base, mine, theirs].every(isShort)) return joined(base, mine, theirs);
  const answer = await ask((id) => ({ kind: 'join', id, base, mine, theirs })).catch(
    orHere(() => ({ kind: 'join', id: 0, text: joined(base, mine, theirs) })),
  );
  if (answer.kind !== 'join') throw new AppError('INTERNAL', 'The page was not joined.');
  return answer.text;
}
