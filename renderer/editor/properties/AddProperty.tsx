import { type SubmitEvent, use, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { PlusIcon } from '../../ui/icons.ts';
import { knownProperties, type PropertyKind } from './known-properties.ts';
import { PropertiesLookContext } from './properties-look.ts';

const kinds: readonly { readonly kind: PropertyKind; readonly label: string }[] = [
  { kind: 'text', label: 'Text' },
  { kind: 'list', label: 'List' },
  { kind: 'number', label: 'Number' },
  { kind: 'date', label: 'Date' },
  { kind: 'checkbox', label: 'Yes or no' },
];

/** The properties a page may have besides those it has. */
export function AddProperty(props: {
  /** Names that are taken. */
  readonly taken: ReadonlySet<string>;
  readonly onAdd: (key: string, kind: PropertyKind) => void;
}) {
  const { taken, onAdd } = props;
  const { look, onLook } = use(PropertiesLookContext);
  const own = look.naming;
  const setOwn = (naming: typeof own) => onLook((before) => ({ ...before, naming }));
  // Back from the markdown source it is there, and the text has the focus.
  const [isAsked, setAsked] = useState(false);
  const missing = knownProperties.filter(
    ({ key, otherKeys }) => ![key, ...otherKeys].some((name) => taken.has(name)),
  );
  const name = own?.name.trim() ?? '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (own === null || name === '' || taken.has(name)) return;
    setOwn(null);
    onAdd(name, own.kind);
  };
  if (own !== null) {
    return (
      <form
        className="cp-property-new"
        aria-label="New property"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          setOwn(null);
        }}
      >
        <input
          type="text"
          autoFocus={isAsked}
          dir="auto"
          spellCheck={false}
          aria-label="Name of the property"
          placeholder="Name"
          maxLength={100}
          value={own.name}
          onChange={(event) => setOwn({ ...own, name: event.target.value })}
        />
        <select
          aria-label="Kind of value"
          value={own.kind}
          onChange={(event) => {
            const kind = kinds.find((each) => each.kind === event.target.value)?.kind;
            if (kind !== undefined) setOwn({ ...own, kind });
          }}
        >
          {kinds.map(({ kind, label }) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </select>
        <Button type="submit">Add</Button>
        <Button variant="quiet" onClick={() => setOwn(null)}>
          Cancel
        </Button>
        {taken.has(name) && (
          <p className="cp-property-hint" role="alert">
            There is a property of this name already.
          </p>
        )}
      </form>
    );
  }
  return (
    <div className="cp-property-add" role="group" aria-label="Add a property">
      {missing.map(({ key, label, kind, hint }) => (
        <Button
          key={key}
          variant="quiet"
          icon={PlusIcon}
          title={hint}
          onClick={() => onAdd(key, kind)}
        >
          {label}
        </Button>
      ))}
      <Button
        variant="quiet"
        icon={PlusIcon}
        onClick={() => {
          setAsked(true);
          setOwn({ name: '', kind: 'text' });
        }}
      >
        Other
      </Button>
    </div>
  );
}
