import { $isCodeNode, CodeNode } from '@lexical/code';
import { $getNodeByKey, $getRoot, type LexicalEditor, type NodeKey } from 'lexical';
import { languageOf } from './info-string.ts';

const waitMs = 400;

/**
 * Shows below the source of a diagram what it draws. As a background: what stands in the block is its
 * source and nothing else, for the caret and for what is saved.
 */
export function registerDiagrams(editor: LexicalEditor): () => void {
  const shown = new Map<NodeKey, string>();
  const timers = new Map<NodeKey, ReturnType<typeof setTimeout>>();
  let letGo: (() => void) | null = null;
  let isOver = false;

  // Never commits what is pending: the history would learn of it before the change that is looked at.
  const sourceAt = (key: NodeKey): string | null =>
    editor.read('latest', () => {
      const code = $getNodeByKey(key);
      const isDiagram =
        $isCodeNode(code) && languageOf(code.getLanguage() ?? '').toLowerCase() === 'mermaid';
      return isDiagram ? code.getTextContent() : null;
    });
  const show = async (key: NodeKey) => {
    timers.delete(key);
    const source = sourceAt(key);
    if (source === null) {
      const element = shown.delete(key) ? editor.getElementByKey(key) : null;
      if (element !== null) (await import('./diagram-below.ts')).clearDiagram(element);
      return;
    }
    const below = await import('./diagram-below.ts');
    if (isOver) return;
    letGo ??= below.onThemeChange(() => [...shown.keys()].forEach((each) => soon(each, 0)));
    shown.set(key, source);
    const answer = await below.drawn(source, () => !isOver && sourceAt(key) === source);
    const element = editor.getElementByKey(key);
    if (answer !== null && element !== null && sourceAt(key) === source)
      below.showBelow(element, answer);
  };
  const soon = (key: NodeKey, ms: number) => {
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => void show(key), ms),
    );
  };
  const look = (keys: Iterable<NodeKey>, ms: number) => {
    for (const key of keys) if (shown.has(key) || sourceAt(key) !== null) soon(key, ms);
  };
  look(
    editor.read(() => $getRoot().getChildrenKeys()),
    0,
  );
  const unregister = editor.registerUpdateListener(({ dirtyElements }) => {
    look(dirtyElements.keys(), waitMs);
  });
  const stopListening = editor.registerMutationListener(CodeNode, (mutations) => {
    for (const [key, mutation] of mutations) if (mutation === 'destroyed') shown.delete(key);
  });
  return () => {
    isOver = true;
    unregister();
    stopListening();
    letGo?.();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
