import { useId } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { setProperty, type WantedValue } from '../../../shared/wiki/properties/fences.ts';
import { setRecordField } from '../../../shared/wiki/properties/set-record.ts';
import { editFrontmatter } from '../../../shared/wiki/properties/fences.ts';
import { isNumber, type PropertyValue } from '../../../shared/wiki/properties/read-properties.ts';
import { licences } from '../../client/licences.ts';
import { useCore } from '../../client/queries.ts';
import {
  knownProperty,
  languageSuggestions,
  type PropertyKind,
  type Suggestion,
} from './known-properties.ts';
import { ListControl } from './ListControl.tsx';
import { SourcesControl } from './SourcesControl.tsx';
import { SuggestInput } from './SuggestInput.tsx';
import type { FrontmatterControls } from './use-frontmatter.ts';

const none: readonly Suggestion[] = [];

const licenceSuggestions: readonly Suggestion[] = licences
  .filter(({ value }) => value !== '')
  .map(({ value, label }) => ({ value, label: value, hint: label }));

/** What a value can be edited as; null: as source only. */
export function kindOf(key: string, value: PropertyValue): PropertyKind | null {
  const wanted = knownProperty(key)?.kind;
  const isLine = ['empty', 'text', 'number', 'date', 'checkbox'].includes(value.kind);
  if (wanted === 'list' && (isLine || value.kind === 'list')) return 'list';
  if (wanted === 'text' && isLine) return 'text';
  if (
    wanted === 'records' &&
    (value.kind === 'records' || value.kind === 'list' || value.kind === 'empty')
  ) {
    return 'records';
  }
  if (value.kind === 'source' || value.kind === 'records') return null;
  return value.kind === 'empty' ? 'text' : value.kind;
}

/** What is edited of one property. */
export function PropertyControl(props: {
  readonly wiki: WikiId;
  readonly name: string;
  readonly label: string;
  readonly kind: PropertyKind;
  readonly value: PropertyValue;
  readonly eol: string;
  /** It takes the focus. */
  readonly isNew: boolean;
  readonly controls: FrontmatterControls;
  /** Told where only the source can say it. */
  readonly onRefused: () => void;
}) {
  const { wiki, name, label, kind, value, eol, isNew, controls, onRefused } = props;
  const id = useId();
  const isTags = knownProperty(name)?.key === 'tags';
  const { data: tags } = useCore('search.tags', { wiki }, { enabled: isTags });
  const change = (field: string | null, make: (before: string) => string | null) => {
    if (!controls.change(field, make)) onRefused();
  };
  const set = (wanted: WantedValue, isTyping = true) =>
    change(isTyping ? `value ${name}` : null, (before) => setProperty(before, name, wanted, eol));
  const text = lineOf(value);

  switch (kind) {
    case 'list': {
      const tidyTag = (typed: string) => typed.trim().replace(/^#+/, '');
      return (
        <ListControl
          label={label}
          items={itemsOf(value, isTags)}
          suggestions={
            isTags
              ? (tags?.tags ?? []).map(({ tag, count }) => ({
                  value: tag,
                  label: tag,
                  hint: count === 1 ? 'one page' : `${count} pages`,
                }))
              : none
          }
          separator={isTags ? /[\s,]+/ : /[\n;]+/}
          tidy={isTags ? tidyTag : (typed) => typed.trim()}
          isNew={isNew}
          onChange={(items, isTyping) => {
            set({ kind: 'list', items }, true);
            if (!isTyping) controls.endStep();
          }}
        />
      );
    }
    case 'records':
      return (
        <SourcesControl
          records={
            value.kind === 'records'
              ? value.items
              : itemsOf(value, false).map((item) => new Map([['', item]]))
          }
          isNew={isNew}
          onSet={(index, field, written) =>
            change(`${name} ${index} ${field}`, (before) =>
              setRecordField(before, { key: name, index, field, text: written }, eol),
            )
          }
          onRemove={(index) =>
            change(null, (before) =>
              editFrontmatter(before, { kind: 'removeRecord', key: name, index }, eol),
            )
          }
        />
      );
    case 'checkbox': {
      const isOn = value.kind === 'checkbox' && value.isOn;
      return (
        <label className="cp-property-check">
          <input
            type="checkbox"
            autoFocus={isNew}
            aria-label={label}
            checked={isOn}
            onChange={(event) => {
              set({ kind: 'bare', source: String(event.target.checked) });
            }}
          />
          {isOn ? 'Yes' : 'No'}
        </label>
      );
    }
    case 'date':
      return (
        <input
          type="date"
          autoFocus={isNew}
          aria-label={label}
          value={text}
          onChange={({ target }) => {
            // Half a date is none yet.
            if (target.validity.badInput) return;
            set(target.value === '' ? { kind: 'empty' } : { kind: 'bare', source: target.value });
          }}
        />
      );
    case 'number':
      return (
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          autoFocus={isNew}
          aria-label={label}
          value={text}
          onChange={({ target }) =>
            set(
              isNumber(target.value.trim())
                ? { kind: 'bare', source: target.value.trim() }
                : { kind: 'text', text: target.value },
            )
          }
        />
      );
    case 'text':
      break;
  }
  const known = knownProperty(name)?.key;
  if (known === 'licence' || known === 'language') {
    return (
      <SuggestInput
        aria-label={label}
        listName={known === 'licence' ? 'Licences' : 'Languages'}
        autoFocus={isNew}
        value={text}
        suggestions={known === 'licence' ? licenceSuggestions : languageSuggestions()}
        onValueChange={(typed) => set({ kind: 'text', text: typed })}
        onChoose={(chosen) => set({ kind: 'text', text: chosen.value })}
      />
    );
  }
  const shared = {
    id,
    'aria-label': label,
    dir: 'auto',
    autoFocus: isNew,
    spellCheck: known === 'title',
    value: text,
  } as const;
  return value.kind === 'text' && (value.isLong || text.includes('\n')) ? (
    <textarea
      {...shared}
      rows={Math.min(8, text.split('\n').length + 1)}
      onChange={({ target }) => set({ kind: 'text', text: target.value })}
    />
  ) : (
    <input
      type="text"
      autoComplete="off"
      {...shared}
      onChange={({ target }) => set({ kind: 'text', text: target.value })}
    />
  );
}

function lineOf(value: PropertyValue): string {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'date':
      return value.text;
    case 'checkbox':
      return String(value.isOn);
    case 'empty':
    case 'list':
    case 'records':
    case 'source':
      return '';
  }
}

function itemsOf(value: PropertyValue, isTags: boolean): readonly string[] {
  if (value.kind === 'list') return value.items;
  const line = lineOf(value);
  if (isTags) return line.split(/[\s,]+/).filter((tag) => tag !== '');
  return line === '' ? [] : [line];
}
