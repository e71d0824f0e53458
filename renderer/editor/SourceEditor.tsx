import { useState } from 'react';
import { fromTextArea, toTextArea } from './source-text.ts';

/** The whole page as markdown. */
export function SourceEditor(props: {
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const [value, setValue] = useState(() => toTextArea(props.text));
  return (
    <textarea
      className="cp-source"
      aria-label="Markdown source"
      value={value}
      spellCheck
      rows={Math.min(60, Math.max(20, value.split('\n').length + 2))}
      onChange={(event) => {
        setValue(event.target.value);
        props.onChange(fromTextArea(event.target.value, props.text));
      }}
    />
  );
}
