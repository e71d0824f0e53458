import { useState } from 'react';
import type { PropertyRecord } from '../../../shared/wiki/properties/read-properties.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DeleteIcon, PlusIcon } from '../../ui/icons.ts';
import { sourceFields } from './known-properties.ts';

const shownAtFirst = new Set(['url', 'title']);

/** Where a page comes from: an address, a title and more for each source. */
export function SourcesControl(props: {
  readonly records: readonly PropertyRecord[];
  readonly isNew: boolean;
  /** `index` beyond the last: a new source. */
  readonly onSet: (index: number, field: string, text: string) => void;
  readonly onRemove: (index: number) => void;
}) {
  const { records } = props;
  // A source that lost its last word stays in sight, to be written anew.
  const [open, setOpen] = useState(props.isNew ? records.length + 1 : records.length);
  const count = Math.max(open, records.length);
  return (
    <div className="cp-sources">
      {Array.from({ length: count }, (_, index) => (
        <Source
          key={index}
          number={index + 1}
          record={records[index] ?? null}
          isNew={index >= records.length}
          onSet={(field, text) => props.onSet(index, field, text)}
          onRemove={() => {
            setOpen(count - 1);
            if (index < records.length) props.onRemove(index);
          }}
        />
      ))}
      {count === records.length && (
        <Button variant="quiet" icon={PlusIcon} onClick={() => setOpen(count + 1)}>
          Add a source
        </Button>
      )}
    </div>
  );
}

function Source(props: {
  readonly number: number;
  readonly record: PropertyRecord | null;
  readonly isNew: boolean;
  readonly onSet: (field: string, text: string) => void;
  readonly onRemove: () => void;
}) {
  const record = props.record ?? new Map<string, string>();
  const [isWhole, setWhole] = useState(false);
  const others = [...record.keys()].filter(
    (field) => field !== '' && !sourceFields.some((known) => known.field === field),
  );
  const isLone = record.has('');
  const fields = [
    ...sourceFields.filter(
      ({ field }) => isWhole || shownAtFirst.has(field) || (record.get(field) ?? '') !== '',
    ),
    ...others.map((field) => ({ field, label: field })),
  ];
  const hasMore = fields.length < sourceFields.length + others.length;
  return (
    <div className="cp-source-card" role="group" aria-label={`Source ${props.number}`}>
      {fields.map(({ field, label }) => {
        const written = isLone && field === 'url' ? '' : field;
        return (
          <label key={field}>
            <span>{label}</span>
            <input
              type="text"
              data-part={`field ${props.number - 1} ${written}`}
              dir="auto"
              spellCheck={field === 'title'}
              autoFocus={props.isNew && field === 'url'}
              value={record.get(written) ?? ''}
              onChange={(event) => props.onSet(written, event.target.value)}
            />
          </label>
        );
      })}
      <div className="cp-source-tools">
        {hasMore && (
          <Button variant="quiet" onClick={() => setWhole(true)}>
            More
            <span className="cp-visually-hidden"> about source {props.number}</span>
          </Button>
        )}
        <IconButton
          icon={DeleteIcon}
          label={`Remove source ${props.number}`}
          onClick={props.onRemove}
        />
      </div>
    </div>
  );
}
