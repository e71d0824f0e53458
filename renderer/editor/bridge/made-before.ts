import { $getNodeByKey, $isElementNode, isCurrentlyReadOnlyMode, type LexicalNode } from 'lexical';

interface Made<Value> {
  readonly value: Value;
  /** Every node it was made of, as it was then. */
  readonly nodes: readonly LexicalNode[];
}

/**
 * Remembers what was made of each node. A committed node is never changed in place: what is still made
 * of the same objects says the same. In an update, where nodes do change in place, all is made anew.
 */
export function createMadeBefore<Value>(): (node: LexicalNode, $make: () => Value) => Value {
  const known = new WeakMap<LexicalNode, Made<Value>>();
  return (node, $make) => {
    if (!isCurrentlyReadOnlyMode()) return $make();
    const before = known.get(node);
    if (before?.nodes.every((part) => $getNodeByKey(part.getKey()) === part) === true) {
      return before.value;
    }
    const value = $make();
    known.set(node, { value, nodes: $withDescendants(node) });
    return value;
  };
}

function $withDescendants(node: LexicalNode): LexicalNode[] {
  return $isElementNode(node) ? [node, ...node.getChildren().flatMap($withDescendants)] : [node];
}
