import { Fragment, type ReactNode, useState } from 'react';
import type { Folded } from '../../shared/history/fold.ts';

/** Rows with the unchanged stretches folded away; each fold opens by its button. */
export function FoldedRows<Row>(props: {
  readonly rows: readonly Folded<Row>[];
  readonly unit: (count: number) => string;
  readonly render: (row: Row) => ReactNode;
}) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  return props.rows.map((entry, index) => {
    if (entry.kind === 'shown') return <Fragment key={index}>{props.render(entry.row)}</Fragment>;
    if (opened.has(index)) {
      return entry.rows.map((row, inner) => (
        <Fragment key={`${index}.${inner}`}>{props.render(row)}</Fragment>
      ));
    }
    return (
      <button
        key={index}
        type="button"
        className="cp-fold"
        onClick={() => setOpened(new Set([...opened, index]))}
      >
        Show {props.unit(entry.rows.length)} that stayed the same
      </button>
    );
  });
}
