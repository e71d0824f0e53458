import type { Definition, LinkReference } from 'mdast';
import { defaultHandlers, type Handle, type Info, type State } from 'mdast-util-to-markdown';
import { identifierOf } from './link-label.ts';

// Labels are compared as they are written, so they are written as they are.

/** `[label]: address "title"` */
export function definition(node: Definition, _: unknown, state: State, info: Info): string {
  const named = { ...node, identifier: 'x', label: 'x' };
  const line = defaultHandlers.definition(named, undefined, state, info);
  return `[${node.label ?? ''}]${line.slice('[x]'.length)}`;
}

/** `[words][label]`, or `[label]` where the words are the label. */
export function linkReference(isCollapsed: boolean): Handle {
  const write = (node: LinkReference, _: unknown, state: State, info: Info): string => {
    const label = node.label ?? '';
    const exit = state.enter('linkReference');
    const exitLabel = state.enter('label');
    const tracker = state.createTracker(info);
    const start = tracker.move('[');
    const words = state.containerPhrasing(node, {
      ...tracker.current(),
      before: start,
      after: ']',
    });
    exitLabel();
    exit();
    const isLabel = [words, withPlainUnderscores(words)].includes(label);
    if (!isLabel && identifierOf(words) !== identifierOf(label)) return `[${words}][${label}]`;
    // What follows could be taken for its address or label.
    const end = isCollapsed || /^[[(:]/.test(info.after) ? '[]' : '';
    return `[${isLabel ? label : words}]${end}`;
  };
  return Object.assign(write, { peek: () => '[' });
}

function withPlainUnderscores(words: string): string {
  return words.replace(/(?<=[\p{L}\p{N}])\\(?=_[\p{L}\p{N}])/gu, '');
}
