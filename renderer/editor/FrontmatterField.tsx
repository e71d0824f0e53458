import { useId, useState } from 'react';
import { splitFrontmatter } from '../../shared/wiki/frontmatter.ts';
import { fromTextArea, toTextArea } from './source-text.ts';

/** The page's details (title, aliases, tags …) as they are written, above its text. */
export function FrontmatterField(props: {
  readonly raw: string;
  readonly onChange: (raw: string) => void;
}) {
  const id = useId();
  const [start] = useState(() => splitFrontmatter(props.raw));
  const [value, setValue] = useState(() => toTextArea(start.yaml).replace(/\n$/, ''));
  const change = (text: string) => {
    setValue(text);
    const head = /^---[ \t]*(?:\r\n|\n|\r)/.exec(start.raw)?.[0] ?? '---\n';
    const foot = start.raw.slice(head.length + start.yaml.length);
    const lines = text === '' ? '' : `${text}\n`;
    const yaml = fromTextArea(lines, start.yaml === '' ? head.slice(3) : start.yaml);
    props.onChange(head + yaml + foot + props.raw.slice(start.raw.length));
  };
  return (
    <details className="cp-frontmatter">
      <summary>Page details</summary>
      <label htmlFor={id} className="cp-visually-hidden">
        Page details, as YAML
      </label>
      <textarea
        id={id}
        className="cp-source"
        spellCheck={false}
        rows={Math.min(16, Math.max(3, value.split('\n').length + 1))}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    </details>
  );
}
