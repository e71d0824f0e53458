import './Field.css';
import { type ComponentProps, type ReactNode, useId } from 'react';

interface FieldWords {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value and what to do; shown and read out in place of the hint. */
  readonly error?: string | null | undefined;
}

function Frame(
  props: FieldWords & {
    readonly id: string;
    readonly children: ReactNode;
    isLabelHidden?: boolean;
  },
) {
  const hasError = props.error !== undefined && props.error !== null;
  return (
    <div className="cp-field">
      <label
        htmlFor={props.id}
        {...(props.isLabelHidden === true ? { className: 'cp-visually-hidden' } : {})}
      >
        {props.label}
      </label>
      {props.children}
      {(hasError || props.hint !== undefined) && (
        <p id={`${props.id}-note`} className={hasError ? 'cp-field-error' : 'cp-field-hint'}>
          {hasError ? props.error : props.hint}
        </p>
      )}
    </div>
  );
}

const describedBy = (id: string, words: FieldWords) =>
  words.hint === undefined && (words.error ?? null) === null ? undefined : `${id}-note`;

/** A line of text with its label; `onValueChange` gets the text. */
export function TextField({
  label,
  hint,
  error,
  isLabelHidden,
  onValueChange,
  ...rest
}: FieldWords &
  Omit<ComponentProps<'input'>, 'onChange'> & {
    readonly isLabelHidden?: boolean;
    readonly onValueChange: (value: string) => void;
  }) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Frame
      id={id}
      label={label}
      hint={hint}
      error={error}
      {...(isLabelHidden === undefined ? {} : { isLabelHidden })}
    >
      <input
        type="text"
        autoComplete="off"
        {...rest}
        id={id}
        className="cp-input"
        aria-invalid={(error ?? null) !== null || undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        onChange={(event) => onValueChange(event.target.value)}
      />
    </Frame>
  );
}

/** Several lines of text with their label. */
export function TextArea({
  label,
  hint,
  error,
  onValueChange,
  ...rest
}: FieldWords &
  Omit<ComponentProps<'textarea'>, 'onChange'> & {
    readonly onValueChange: (value: string) => void;
  }) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        rows={3}
        {...rest}
        id={id}
        className="cp-input cp-input-area"
        aria-invalid={(error ?? null) !== null || undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        onChange={(event) => onValueChange(event.target.value)}
      />
    </Frame>
  );
}

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

/** One of a few values, all in sight, each with a line that explains it. */
export function RadioGroup<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onValueChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="cp-radios">
      <legend>{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value} className="cp-choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onValueChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <small>{option.hint}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function Checkbox(props: {
  readonly label: ReactNode;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
}) {
  return (
    <label className="cp-choice">
      <input
        type="checkbox"
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onCheckedChange(event.target.checked)}
      />
      <span>
        {props.label}
        {props.hint !== undefined && <small>{props.hint}</small>}
      </span>
    </label>
  );
}
