import { useEffect, useRef, useState } from 'react';
import { fencesOf, isClosedOnce } from '../../../shared/wiki/properties/fences.ts';
import type { Unreadable } from '../../../shared/wiki/properties/parse-entries.ts';
import { readProperties } from '../../../shared/wiki/properties/read-properties.ts';
import { shownYaml, withShownYaml } from './shown-yaml.ts';
import type { FrontmatterControls } from './use-frontmatter.ts';

/** What keeps properties from being shown as a form, for a person. */
export function problemWords({ line, reason }: Unreadable): string {
  return line === null ? `${reason}.` : `Line ${line} of the page: ${reason}.`;
}

/** The properties as YAML, with what is wrong with it. */
export function PropertiesSource(props: {
  readonly controls: FrontmatterControls;
  readonly eol: string;
  readonly isFocused: boolean;
}) {
  const { frontmatter, change, endStep } = props.controls;
  const { yaml } = fencesOf(frontmatter);
  // As it was typed: a last line that is not ended yet would end itself.
  const [typed, setTyped] = useState({ frontmatter, text: shownYaml(yaml) });
  const text = typed.frontmatter === frontmatter ? typed.text : shownYaml(yaml);
  const area = useRef<HTMLTextAreaElement>(null);
  const { isFocused } = props;
  useEffect(() => {
    if (isFocused) area.current?.focus();
  }, [isFocused]);
  const read = readProperties(yaml);
  const problem =
    read.kind === 'unreadable'
      ? problemWords(read)
      : isClosedOnce(frontmatter)
        ? null
        : 'A line of three dashes ends the properties; what follows it would be text.';
  const type = (next: string) => {
    change('source', (before) => {
      const changed = withShownYaml(before, next, props.eol);
      setTyped({ frontmatter: changed, text: next });
      return changed;
    });
  };
  return (
    <div className="cp-properties-source">
      <textarea
        ref={area}
        className="cp-source"
        data-part="yaml"
        aria-label="Properties as YAML"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'cp-properties-problem'}
        spellCheck={false}
        dir="ltr"
        rows={Math.min(24, Math.max(3, text.split('\n').length + 1))}
        value={text}
        onBlur={endStep}
        onChange={(event) => type(event.target.value)}
      />
      {problem !== null && (
        <p id="cp-properties-problem" className="cp-properties-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
