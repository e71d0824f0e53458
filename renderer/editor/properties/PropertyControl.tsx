import { useId } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import {
  editFrontmatter,
  setProperty,
  type WantedValue,
} from '../../../shared/wiki/properties/fences.ts';
import { setRecordField } from '../../../shared/wiki/properties/set-record.ts';
import type { PropertyValue } from '../../../shared/wiki/properties/read-properties.ts';
import { licences } from '../../client/licences.ts';
import { useCore } from '../../client/queries.ts';
import {
  knownProperty,
  languageSuggestions,
  type PropertyKind,
  type Suggestion,
} from './known-properties.ts';
import { ListControl } from './ListControl.tsx';
import {
  isTags,
  itemsOf,
  lineOf,
  recordsOf,
  separatorOf,
  tidyItem,
  wantedNumber,
} from './property-values.ts';
import { SourcesControl } from './SourcesControl.tsx';
import { SuggestInput } from './SuggestInput.tsx';
import type { FrontmatterControls } from './use-frontmatter.ts';

const none: readonly Suggestion[] = [];

const licenceSuggestions: readonly Suggestion[] = licences
  .filter(({ value }) => value !== '')
  .map(({ value, label }) => ({ value, label: value, hint: label }));

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
  const isTagged = isTags(name);
  const { data: tags } = useCore('search.tags', { wiki }, { enabled: isTagged });
  const change = (field: string | null, make: (before: string) => string | null) => {
    if (!controls.change(field, make)) onRefused();
  };
  const set = (wanted: WantedValue, isTyping = true) =>
    change(isTyping ? `value ${name}` : null, (before) => setProperty(before, name, wanted, eol));
  const text = lineOf(value);

  switch (kind) {
    case 'list':
      return (
        <ListControl
          label={label}
          items={itemsOf(name, value)}
          suggestions={
            isTagged
              ? (tags?.tags ?? []).map(({ tag, count }) => ({
                  value: tag,
                  label: tag,
                  hint: count === 1 ? 'one page' : `${count} pages`,
                }))
              : none
          }
          separator={separatorOf(name)}
          tidy={(typed) => tidyItem(name, typed)}
          isNew={isNew}
          onChange={(items, isTyping) => {
            set({ kind: 'list', items }, true);
            if (!isTyping) controls.endStep();
          }}
        />
      );
    case 'records':
      return (
        <SourcesControl
          records={recordsOf(name, value)}
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
          data-part="value"
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
          data-part="value"
          autoComplete="off"
          autoFocus={isNew}
          aria-label={label}
          value={text}
          onChange={({ target }) => set(wantedNumber(target.value))}
        />
      );
    case 'text':
      break;
  }
  const known = knownProperty(name)?.key;
  if (known === 'licence' || known === 'language') {
    return (
      <SuggestInput
        data-part="value"
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
    'data-part': 'value',
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
