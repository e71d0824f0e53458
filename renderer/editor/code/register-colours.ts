import { $isCodeNode, CodeNode } from '@lexical/code';
import {
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  type LexicalEditor,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { createBoundedCalls, workerCallee } from '../../article/bounded-calls.ts';
import { workerPart } from '../../ui/missing-parts.ts';
import type { ColourRequest, Stretch } from './colour-worker.ts';
import { languageOf } from './info-string.ts';

const maxLength = 20_000;
const limitMs = 2000;
const waitMs = 60;

const ask = createBoundedCalls<ColourRequest>((listener) => {
  const worker = new Worker(new URL('./colour-worker.ts', import.meta.url), { type: 'module' });
  return workerCallee(workerPart(worker), listener);
}, limitMs);

const groups: Readonly<Record<string, string>> = {
  ...named('comment', 'comment quote meta'),
  ...named('keyword', 'keyword selector-tag literal type name section'),
  ...named('string', 'string regexp addition symbol'),
  ...named('number', 'number attr attribute variable template-variable'),
  ...named('title', 'title built_in selector-id selector-class'),
  ...named('deletion', 'deletion'),
};

function named(group: string, classes: string): Record<string, string> {
  return Object.fromEntries(classes.split(' ').map((name) => [name, group]));
}

interface Coloured {
  readonly text: string;
  readonly language: string;
  ranges: readonly (readonly [Highlight, Range])[];
}

/**
 * Colours code as it is typed, by ranges laid over the text: the text itself stays as it is, for the
 * caret, for undo and for what is saved. Browsers without such ranges show it plain.
 */
export function registerColours(editor: LexicalEditor): () => void {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return () => {};
  const coloured = new Map<NodeKey, Coloured>();
  const timers = new Map<NodeKey, ReturnType<typeof setTimeout>>();

  const clear = (key: NodeKey) => {
    for (const [highlight, range] of coloured.get(key)?.ranges ?? []) highlight.delete(range);
    coloured.delete(key);
  };
  const colour = async (key: NodeKey) => {
    timers.delete(key);
    const now = editor.read(() => $codeNow(key));
    if (now === null || now.language === '' || now.text.length > maxLength) {
      clear(key);
      return;
    }
    const answer = ((await ask(now)) ?? []) as readonly Stretch[];
    const after = editor.read(() => $codeNow(key));
    if (after?.text !== now.text || after.language !== now.language) return;
    clear(key);
    coloured.set(key, { ...now, ranges: editor.read(() => $rangesOf(editor, key, answer)) });
  };
  const soon = (key: NodeKey, ms: number) => {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void colour(key), ms),
    );
  };
  for (const key of editor.read(() => $codesIn($getRoot()).map((code) => code.getKey())))
    soon(key, 0);
  const unregister = editor.registerUpdateListener(({ dirtyElements, editorState }) => {
    const changed = editorState.read(() =>
      [...dirtyElements.keys()].filter((key) => $isCodeNode($getNodeByKey(key))),
    );
    for (const key of changed) soon(key, waitMs);
  });
  // Also within a list or a quote that went away as a whole.
  const stopListening = editor.registerMutationListener(CodeNode, (mutations) => {
    for (const [key, mutation] of mutations) if (mutation === 'destroyed') clear(key);
  });
  return () => {
    unregister();
    stopListening();
    for (const timer of timers.values()) clearTimeout(timer);
    for (const key of [...coloured.keys()]) clear(key);
  };
}

function $codesIn(node: LexicalNode): CodeNode[] {
  if ($isCodeNode(node)) return [node];
  return $isElementNode(node) ? node.getChildren().flatMap($codesIn) : [];
}

function $codeNow(key: NodeKey): ColourRequest | null {
  const code = $getNodeByKey(key);
  if (!$isCodeNode(code)) return null;
  const language = languageOf(code.getLanguage() ?? '').toLowerCase();
  return { text: code.getTextContent(), language };
}

function $rangesOf(
  editor: LexicalEditor,
  key: NodeKey,
  stretches: readonly Stretch[],
): (readonly [Highlight, Range])[] {
  const code = $getNodeByKey(key);
  if (!$isCodeNode(code)) return [];
  const ranges: (readonly [Highlight, Range])[] = [];
  let next = 0;
  let start = 0;
  for (const child of code.getChildren()) {
    const end = start + child.getTextContentSize();
    const text = editor.getElementByKey(child.getKey())?.firstChild;
    // A stretch may go over several lines: each has its own text.
    for (let index = next; index < stretches.length; index += 1) {
      const [from, to, name] = stretches[index] ?? [0, 0, ''];
      if (from >= end) break;
      if (to <= end) next = index + 1;
      const highlight = highlightOf(name);
      if (highlight === null || to <= start || !(text instanceof Text)) continue;
      const range = document.createRange();
      range.setStart(text, Math.min(text.length, Math.max(from, start) - start));
      range.setEnd(text, Math.min(text.length, Math.min(to, end) - start));
      highlight.add(range);
      ranges.push([highlight, range]);
    }
    start = end;
  }
  return ranges;
}

function highlightOf(name: string): Highlight | null {
  const group = groups[name.replace(/ .*/, '')];
  if (group === undefined) return null;
  const known = CSS.highlights.get(`cp-code-${group}`);
  if (known !== undefined) return known;
  const made = new Highlight();
  CSS.highlights.set(`cp-code-${group}`, made);
  return made;
}
