import { type Block, fingerprintOf } from '../../../shared/markdown/model/blocks.ts';
import { says } from '../../../shared/markdown/model/canonical.ts';
import {
  hasAllDefinitions,
  withDefinitionsOf,
} from '../../../shared/markdown/model/new-definitions.ts';
import { normalFormOf } from '../../../shared/markdown/model/normal-form.ts';
import { isBlank } from '../../../shared/markdown/model/normalise.ts';
import { type PageModel, parseBlocks, readPage } from '../../../shared/markdown/model/read-page.ts';
import { followed, settled } from '../../../shared/markdown/model/references.ts';
import { haveSameSource, saySame } from '../../../shared/markdown/model/same.ts';
import { writePage } from '../../../shared/markdown/model/write-page.ts';
import type { Stage } from './stage.ts';

/** Laws that an edit can break; `throws`: the editor itself gave up. */
export type Law = 'reads back' | 'untouched' | 'undo' | 'redo' | 'throws';

export interface Broken {
  readonly law: Law;
  readonly words: string;
}

interface Shown {
  readonly model: Block;
  /** Which of the page's blocks it still is, to the letter; null: a changed or a new one. */
  readonly origin: number | null;
}

/** What the written text must say: the blocks in the editor, as far as markdown can hold them. */
function shownIn(stage: Stage): Shown[] {
  const { page } = stage;
  const { scope } = withDefinitionsOf(
    page,
    stage.blocks().map(({ model }) => normalFormOf(model).model),
  );
  const origins = new Map(page.blocks.map(({ id }, index) => [id, index]));
  return stage.blocks().flatMap(({ id, model }): Shown[] => {
    const said = normalFormOf(model).model;
    const normal = settled(said, scope.targets, page.scope.targets);
    if (isBlank(normal)) return [];
    const origin = id === null ? undefined : origins.get(id);
    const before = origin === undefined ? undefined : page.blocks[origin];
    if (origin !== undefined && before !== undefined) {
      const isSame =
        fingerprintOf(before.model) === fingerprintOf(followed(normal, page.scope.targets));
      if (isSame) return [{ model: normal, origin }];
    }
    // Source in the place of a block says whatever it says.
    if (normal.kind !== 'opaque') return [{ model: normal, origin: null }];
    const parts = parseBlocks(normal.source, scope) ?? [];
    if (parts.length === 0) return [{ model: normal, origin: null }];
    return parts.map((part) => ({ model: part.model, origin: null }));
  });
}

/** Writes the page and looks whether it reads back as it is shown, untouched blocks byte for byte. */
export function brokenByWriting(stage: Stage): Broken[] {
  const { text, problems } = writePage(stage.page, stage.blocks());
  const shown = shownIn(stage);
  const back = readPage(text);
  const broken: Broken[] = [];
  const heads = [stage.page.frontmatter, withLineEnd(stage.page)];
  if (!heads.includes(back.frontmatter) || back.bom !== stage.page.bom)
    broken.push({ law: 'untouched', words: `frontmatter: ${JSON.stringify(text.slice(0, 80))}` });
  const count = Math.max(shown.length, back.blocks.length);
  for (let index = 0; index < count && broken.length === 0; index += 1) {
    const [now, read] = [shown[index], back.blocks[index]];
    if (
      now === undefined ||
      read === undefined ||
      !(isKept(stage, now, read, back) || isSaid(now.model, read.model))
    )
      broken.push({ law: 'reads back', words: different(now?.model, read?.model) });
  }
  if (broken.length === 0 && problems.length > 0)
    broken.push({ law: 'reads back', words: 'flagged, though it reads back' });
  return broken.length > 0 ? broken : brokenBytes(stage, shown, back);
}

// What comes below a fence that ends the page needs a line of its own.
function withLineEnd({ frontmatter, eol }: PageModel): string {
  return /[^\r\n]$/.test(frontmatter) ? frontmatter + eol : frontmatter;
}

// A definition that came may make words a link: nobody touched them.
function isKept(
  { page }: Stage,
  { model, origin }: Shown,
  read: PageModel['blocks'][number],
  back: PageModel,
): boolean {
  const isSame = origin !== null && page.blocks[origin]?.source === read.source;
  return isSame && model.kind === read.model.kind && hasAllDefinitions(back.scope, page.scope);
}

function isSaid(shown: Block, read: Block): boolean {
  if (saySame(shown, read) || haveSameSource(shown, read)) return true;
  // A line that begins with a tag is HTML to the parser, and shown as the source it is.
  const [first] = shown.kind === 'paragraph' ? shown.children : [];
  return read.kind === 'opaque' && first?.kind === 'atom' && first.type === 'html';
}

/** The first place where the two part. */
function different(shown: Block | undefined, read: Block | undefined): string {
  const jsonOf = (block: Block | undefined) =>
    block === undefined ? 'nothing' : JSON.stringify(block);
  const [one, other] = [jsonOf(shown), jsonOf(read)];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const part = (json: string) => json.slice(Math.max(0, at - 120), at + 160);
  return `shown …${part(one)}…\n    read  …${part(other)}…`;
}

function brokenBytes(stage: Stage, shown: readonly Shown[], back: PageModel): Broken[] {
  const { blocks } = stage.page;
  for (const [index, { origin }] of shown.entries()) {
    const [was, is] = [origin === null ? undefined : blocks[origin], back.blocks[index]];
    if (was === undefined || is === undefined || origin === null) continue;
    const isFree = was.source === is.source || mustChange(stage, shown, index, back);
    if (!isFree)
      return [
        {
          law: 'untouched',
          words: `${JSON.stringify(was.source)} is now ${JSON.stringify(is.source)}`,
        },
      ];
    const isNeighbour = index > 0 && shown[index - 1]?.origin === origin - 1 && origin > 0;
    if (isNeighbour && was.separator !== is.separator)
      return [
        {
          law: 'untouched',
          words: `${JSON.stringify(was.separator)} before ${JSON.stringify(was.source)}`,
        },
      ];
  }
  return [];
}

// A block may have to change for what stands beside it now: two lists that came together would be one, a
// list takes in what is indented below it, an open fence all that is below. A rule at the very top would
// open frontmatter, and a link may have lost the definition it was written by.
function mustChange(
  stage: Stage,
  shown: readonly Shown[],
  index: number,
  back: PageModel,
): boolean {
  const { model, origin } = shown[index] ?? { model: null, origin: null };
  const source = origin === null ? undefined : stage.page.blocks[origin]?.source;
  if (model === null || source === undefined || !says(source, [model], back.scope)) return true;
  if (model.kind === 'rule' && index === 0 && stage.page.frontmatter === '') return true;
  const beside = [index - 1, index + 1].map((at) => back.blocks[at]?.source);
  const parts = [beside[0], source, beside[1]].filter((part) => part !== undefined);
  const alone = parts.flatMap((part) => parseBlocks(part, back.scope) ?? []);
  return !says(
    parts.join('\n\n'),
    alone.map((part) => part.model),
    back.scope,
  );
}

// A story of a dozen edits has hardly a hundred.
const maxSteps = 1_000;

/** Takes back all there is, does it again, and looks whether both lead where they should. */
export function brokenByUndo(stage: Stage): Broken[] {
  const write = () => writePage(stage.page, stage.blocks()).text;
  const edited = write();
  let steps = 0;
  while (steps < maxSteps && stage.undo()) steps += 1;
  if (steps === maxSteps) return [{ law: 'undo', words: 'there is always one more step back' }];
  const undone = write();
  if (undone !== stage.page.text)
    return [{ law: 'undo', words: `after ${steps} steps back: ${JSON.stringify(undone)}` }];
  for (let step = 0; step < steps; step += 1) stage.redo();
  const redone = write();
  // What was taken back before can be done again too: then redo leads further than the edit.
  if (redone !== edited) return [{ law: 'redo', words: JSON.stringify(redone) }];
  return [];
}
