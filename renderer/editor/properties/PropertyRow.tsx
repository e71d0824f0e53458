import { type KeyboardEvent, useState } from 'react';
import type { WikiId } from '../../../shared/contract/values.ts';
import { editFrontmatter } from '../../../shared/wiki/properties/fences.ts';
import type { PropertyEdit } from '../../../shared/wiki/properties/edit-properties.ts';
import type { PropertyValue } from '../../../shared/wiki/properties/read-properties.ts';
import { announce } from '../../ui/Announcer.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { DeleteIcon, EditIcon, MoreIcon } from '../../ui/icons.ts';
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { knownProperty, type PropertyKind } from './known-properties.ts';
import { PropertyControl } from './PropertyControl.tsx';
import { kindOf } from './property-values.ts';
import type { FrontmatterControls } from './use-frontmatter.ts';

/** A property as the form shows it. */
export interface ShownProperty {
  readonly key: string;
  readonly value: PropertyValue;
  /** Not on the page before it has a value. */
  readonly isPending: boolean;
  /** Chosen by the person for one that is new. */
  readonly kind: PropertyKind | null;
}

/** One property: its name, its value, and what can be done to it. */
export function PropertyRow(props: {
  readonly wiki: WikiId;
  readonly property: ShownProperty;
  readonly previous: string | null;
  /** What comes after the next; null: the end. */
  readonly afterNext: string | null;
  readonly isLast: boolean;
  readonly eol: string;
  readonly isNew: boolean;
  readonly controls: FrontmatterControls;
  readonly onRenamed: (key: string, to: string) => void;
  readonly onGone: (key: string) => void;
  readonly onShowSource: () => void;
}) {
  const { property, eol, controls, onShowSource } = props;
  const { key, value, isPending } = property;
  const known = knownProperty(key);
  const label = known?.label ?? key;
  const [isRenaming, setRenaming] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const isEmpty = value.kind === 'empty';
  const kind = (isEmpty ? property.kind : null) ?? kindOf(key, value);

  const edit = (made: PropertyEdit, said: string): boolean => {
    const isDone = controls.change(null, (before) => editFrontmatter(before, made, eol));
    if (isDone) announce(said);
    setRefused(isDone ? null : 'This can only be done in the source.');
    return isDone;
  };
  const remove = () => {
    if (isPending || edit({ kind: 'remove', key }, `${label} removed`)) props.onGone(key);
  };
  const rename = (to: string) => {
    setRenaming(false);
    const name = to.trim();
    if (name === '' || name === key) return;
    if (isPending || edit({ kind: 'rename', key, to: name }, `Renamed to ${name}`)) {
      props.onRenamed(key, name);
    } else setRefused(`There is a property “${name}” already, or the name can’t be written.`);
  };
  return (
    <div className="cp-property" data-property={key} role="group" aria-label={label}>
      <div className="cp-property-name" title={known === null ? undefined : key}>
        {isRenaming ? (
          <input
            type="text"
            autoFocus
            aria-label={`New name for ${key}`}
            defaultValue={key}
            onBlur={(event) => rename(event.target.value)}
            onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key !== 'Enter' && event.key !== 'Escape') return;
              event.preventDefault();
              event.stopPropagation();
              if (event.key === 'Enter') rename(event.currentTarget.value);
              else setRenaming(false);
            }}
          />
        ) : (
          <bdi data-part="name">{label}</bdi>
        )}
      </div>
      <div className="cp-property-value">
        {kind === null ? (
          <>
            <pre dir="auto" data-part="source">
              {value.kind === 'source' ? value.source : ''}
            </pre>
            <Button variant="quiet" icon={EditIcon} onClick={onShowSource}>
              Edit as source
              <span className="cp-visually-hidden"> {key}</span>
            </Button>
          </>
        ) : (
          <PropertyControl
            wiki={props.wiki}
            name={key}
            label={label}
            kind={kind}
            value={value}
            eol={eol}
            isNew={props.isNew}
            controls={controls}
            onRefused={() => setRefused('This value can only be changed in the source.')}
          />
        )}
        {props.isNew && known !== null && isEmpty && (
          <p className="cp-property-hint">{known.hint}</p>
        )}
        {refused !== null && (
          <p className="cp-property-hint" role="alert">
            {refused}{' '}
            <Button variant="quiet" onClick={onShowSource}>
              Show the source
            </Button>
          </p>
        )}
      </div>
      <Menu
        align="end"
        trigger={
          <IconButton icon={MoreIcon} label={`What can be done with ${label.toLowerCase()}`} />
        }
      >
        {known === null && <MenuItem onSelect={() => setRenaming(true)}>Rename</MenuItem>}
        <MenuItem
          disabled={isPending || props.previous === null}
          onSelect={() => edit({ kind: 'move', key, before: props.previous }, `${label} moved up`)}
        >
          Move up
        </MenuItem>
        <MenuItem
          disabled={isPending || props.isLast}
          onSelect={() =>
            edit({ kind: 'move', key, before: props.afterNext }, `${label} moved down`)
          }
        >
          Move down
        </MenuItem>
        <MenuItem disabled={isPending} onSelect={onShowSource}>
          Edit as source
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={DeleteIcon} isDangerous onSelect={remove}>
          Remove
        </MenuItem>
      </Menu>
    </div>
  );
}
