import type { Nodes } from 'mdast';
import type { Container } from './container-lines.ts';
import type { Targets } from './from-mdast.ts';

interface Around {
  readonly targets: Targets;
  readonly containers: readonly Container[];
}

/** What a node of a part of a text says that was parsed before, and is the same node now. */
export function createSaidBefore<Value>(): (
  node: Nodes,
  around: Around,
  say: () => Value,
) => Value {
  const known = new WeakMap<Nodes, Around & { readonly value: Value }>();
  return (node, { targets, containers }, say) => {
    const before = known.get(node);
    if (before?.targets === targets && areSame(before.containers, containers)) return before.value;
    const value = say();
    known.set(node, { targets, containers, value });
    return value;
  };
}

function areSame(left: readonly Container[], right: readonly Container[]): boolean {
  return (
    left.length === right.length &&
    left.every((container, index) => {
      const other = right[index];
      if (typeof container === 'string' || typeof other === 'string') return container === other;
      return container.width === other?.width;
    })
  );
}
