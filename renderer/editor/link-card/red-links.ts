import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';
import { parseWikilink } from '../../../shared/wiki/wikilink.ts';
import { $isInlineAtomNode, InlineAtomNode } from '../nodes/InlineAtomNode.ts';

// As many as one request takes.
const maxTargets = 5000;

interface RedLinks {
  /** Asks anew where all links lead: the wiki changed. */
  refresh(): void;
  stop(): void;
}

/**
 * Draws wikilinks to pages that are not there as readers see them.
 *
 * @param missingOf of some targets, those that lead nowhere
 */
export function showRedLinks(
  editor: LexicalEditor,
  missingOf: (targets: readonly string[]) => Promise<ReadonlySet<string>>,
): RedLinks {
  const known = new Map<string, boolean>();
  const asked = new Set<string>();
  const shown = new Map<NodeKey, { readonly target: string; readonly element: HTMLElement }>();
  let isStopped = false;

  const draw = (element: HTMLElement, target: string) =>
    element.classList.toggle('cp-atom-missing', known.get(target) === true);

  const ask = () => {
    const targets = [...asked].slice(0, maxTargets);
    asked.clear();
    missingOf(targets).then(
      (missing) => {
        if (isStopped) return;
        for (const target of targets) known.set(target, missing.has(target));
        for (const { element, target } of shown.values()) draw(element, target);
      },
      () => undefined, // they stay as they are; the next change of the wiki asks again
    );
  };

  const stopListening = editor.registerMutationListener(InlineAtomNode, (mutations) => {
    for (const [key, mutation] of mutations) {
      shown.delete(key);
      const element = mutation === 'destroyed' ? null : editor.getElementByKey(key);
      if (element?.dataset['atom'] !== 'wikilink') continue;
      const target = editor.read(() => $targetOf(key));
      if (target === '') continue;
      shown.set(key, { target, element });
      if (known.has(target)) draw(element, target);
      else {
        if (asked.size === 0) queueMicrotask(ask);
        asked.add(target);
      }
    }
  });

  return {
    refresh() {
      for (const { target } of shown.values()) asked.add(target);
      if (asked.size > 0) ask();
    },
    stop() {
      isStopped = true;
      stopListening();
    },
  };
}

function $targetOf(key: NodeKey): string {
  const node = $getNodeByKey(key);
  return $isInlineAtomNode(node) ? parseWikilink(node.getSource().slice(2, -2)).target : '';
}
