import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Input } from '../../../shared/contract/methods.ts';
import type { Choice, ChoiceSection } from '../../../shared/contract/methods-choice.ts';
import { pageAt } from '../app.ts';
import { newMark, note, type Peer, type Words } from './peer.ts';
import type { Step } from './steps.ts';

type Settle = Extract<Step, { kind: 'settle' }>;
type Decision = Input<'choice.settle'>['decision'];

interface Decided {
  readonly decision: Decision;
  /** Texts that the decision gives up, each with what is kept in its place. */
  readonly givenUp: readonly (readonly [before: string, after: string])[];
}

function chosen(
  peer: Peer,
  section: ChoiceSection & { shown: string },
  how: Settle['how'],
): string {
  const texts = section.versions.map(({ text }) => text);
  switch (how) {
    case 'first':
      return texts[0] ?? '';
    case 'last':
      return texts.at(-1) ?? '';
    case 'both':
      return section.shown;
    case 'anew':
      return `Anew ${newMark(peer)}.\n`;
  }
}

function decideText(
  peer: Peer,
  choice: Extract<Choice, { kind: 'text' }>,
  how: Settle['how'],
): Decided {
  const pieces: string[] = [];
  const sections: ChoiceSection[] = [...choice.rewritten];
  const before: string[] = [];
  for (const part of choice.parts) {
    before.push(part.kind === 'merged' ? part.text : part.shown);
    if (part.kind === 'overlap') sections.push(part);
    pieces.push(part.kind === 'merged' ? part.text : chosen(peer, part, how));
  }
  const text = pieces.join('');
  const versions = sections.flatMap((section) => section.versions.map((version) => version.text));
  return {
    decision: { kind: 'text', text, base: choice.blob, ids: choice.ids },
    givenUp: [before.join(''), ...versions].map((each) => [each, text] as const),
  };
}

async function decide(peer: Peer, choice: Choice, how: Settle['how']): Promise<Decided> {
  switch (choice.kind) {
    case 'text':
      return decideText(peer, choice, how);
    case 'deleted': {
      const { id, blob, text } = choice;
      if (how !== 'first') return { decision: { kind: 'keepPage', id }, givenUp: [] };
      const givenUp = [[text ?? '', ''] as const];
      return { decision: { kind: 'deletePage', id, base: blob }, givenUp };
    }
    case 'file': {
      const keep = how === 'first' ? (choice.versions[0]?.path ?? null) : null;
      const gone = choice.versions.filter(({ path }) => keep !== null && path !== keep);
      const bytes = gone.map(({ path }) =>
        readFile(join(peer.dir, path), 'latin1').catch(() => ''),
      );
      const givenUp = (await Promise.all(bytes)).map((each) => [each, ''] as const);
      return { decision: { kind: 'file', id: choice.id, keep }, givenUp };
    }
  }
}

/** Makes one of the open choices, if there is any. */
export async function settle(peer: Peer, words: Words, step: Settle): Promise<void> {
  const { app, wiki } = peer;
  const { choices } = await app.call('choice.list', { wiki });
  const picked = choices[step.choice % Math.max(1, choices.length)];
  if (picked === undefined) return;
  const { path } = picked;
  const { choice } = await app.call('choice.read', { wiki, path });
  if (choice === null) throw new Error(`the choice of ${path} is listed and can't be read`);
  if (choice.kind === 'text') {
    const held = choice.parts
      .map((part) => (part.kind === 'merged' ? part.text : part.shown))
      .join('');
    const now = await app.call('page.read', { wiki, path: pageAt(path) });
    if (now.kind !== 'page' || now.text !== held)
      throw new Error(`the parts of ${path} are not its text`);
  }
  const { decision, givenUp } = await decide(peer, choice, step.how);
  const outcome = await app.call('choice.settle', { wiki, path, decision });
  if (outcome.kind !== 'settled') throw new Error(`the choice of ${path} was ${outcome.kind}`);
  for (const [before, after] of givenUp) note(words, before, after);
}
