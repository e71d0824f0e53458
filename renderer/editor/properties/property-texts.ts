import {
  editFrontmatter,
  fencesOf,
  isClosedOnce,
  setProperty,
  type WantedValue,
} from '../../../shared/wiki/properties/fences.ts';
import { type Property, readProperties } from '../../../shared/wiki/properties/read-properties.ts';
import { setRecordField } from '../../../shared/wiki/properties/set-record.ts';
import { knownProperty } from './known-properties.ts';
import {
  itemsOf,
  kindOf,
  lineOf,
  recordsOf,
  separatorOf,
  tidyItem,
  wantedNumber,
} from './property-values.ts';
import { shownYaml, withShownYaml } from './shown-yaml.ts';

/** A text that stands by itself in the properties: a name, a value, an item of a list. */
export interface PropertyText {
  /** Null: all of them, as YAML. */
  readonly key: string | null;
  /** Which of the property's, as the form names its fields in `data-part`. */
  readonly part: string;
  readonly text: string;
  /** The frontmatter with another text here, as the form writes it; null: only the source can say it. */
  readonly put: (frontmatter: string, text: string) => string | null;
}

/** What a reader sees of a page's properties, in its order. @param isSource they are shown as YAML */
export function propertyTexts(frontmatter: string, isSource: boolean): readonly PropertyText[] {
  const { yaml } = fencesOf(frontmatter);
  const read = readProperties(yaml);
  if (isSource || read.kind === 'unreadable' || !isClosedOnce(frontmatter)) {
    const put = (before: string, text: string) => withShownYaml(before, text, eolOf(before));
    return withText([{ key: null, part: 'yaml', text: shownYaml(yaml), put }]);
  }
  return withText(
    read.properties.flatMap((property) => [...nameOf(property), ...textsOf(property)]),
  );
}

// There are no properties without a line end.
const eolOf = (frontmatter: string): string => /\r\n|\n|\r/.exec(frontmatter)?.[0] ?? '\n';

const withText = (texts: readonly PropertyText[]) => texts.filter(({ text }) => text !== '');

/** The names of those that we know are words of the form. */
function nameOf({ key }: Property): readonly PropertyText[] {
  if (knownProperty(key) !== null) return [];
  const put = (before: string, typed: string) => {
    const to = typed.trim();
    return to === '' ? null : editFrontmatter(before, { kind: 'rename', key, to }, eolOf(before));
  };
  return [{ key, part: 'name', text: key, put }];
}

function textsOf({ key, value }: Property): readonly PropertyText[] {
  const kind = kindOf(key, value);
  const set = (before: string, wanted: WantedValue) =>
    setProperty(before, key, wanted, eolOf(before));
  switch (kind) {
    case null: {
      const text = value.kind === 'source' ? value.source : '';
      return [{ key, part: 'source', text, put: () => null }];
    }
    case 'list':
      return itemsOf(key, value).map((text, index) => ({
        key,
        part: `item ${index}`,
        text,
        put(before, typed) {
          const now = valueIn(before, key);
          if (now === null) return null;
          const put = typed.split(separatorOf(key)).map((item) => tidyItem(key, item));
          const items = itemsOf(key, now.value).toSpliced(index, 1, ...put.filter(Boolean));
          return set(before, { kind: 'list', items });
        },
      }));
    case 'records':
      return recordsOf(key, value).flatMap((record, index) =>
        [...record].map(([field, text]) => ({
          key,
          part: `field ${index} ${field}`,
          text,
          put: (before, typed) =>
            setRecordField(before, { key, index, field, text: typed }, eolOf(before)),
        })),
      );
    case 'checkbox':
      return [];
    case 'date':
    case 'number':
    case 'text': {
      const put = (before: string, typed: string) => {
        if (kind === 'number') return set(before, wantedNumber(typed));
        // A date that is another stays one, and is a text as soon as it is none.
        const asDate = kind === 'date' ? set(before, { kind: 'bare', source: typed }) : null;
        return asDate ?? set(before, { kind: 'text', text: typed });
      };
      return [{ key, part: 'value', text: lineOf(value), put }];
    }
  }
}

function valueIn(frontmatter: string, key: string): Property | null {
  const read = readProperties(fencesOf(frontmatter).yaml);
  if (read.kind === 'unreadable') return null;
  return read.properties.find((property) => property.key === key) ?? null;
}
