import { parseDocument } from 'yaml';
import { readPlainYaml } from './plain-yaml.ts';

export interface SplitPage {
  /** The byte order mark, or empty. */
  readonly bom: string;
  /** The frontmatter with its fences and the end of the last line; empty when there is none. */
  readonly raw: string;
  /** What stands between the fences. */
  readonly yaml: string;
  /** Where `yaml` begins in the page. */
  readonly yamlOffset: number;
  /** Everything after; `bom + raw + body` is the page. */
  readonly body: string;
  /** Where `body` begins in the page. */
  readonly bodyOffset: number;
}

export type FrontmatterValues = Readonly<Record<string, unknown>>;

export interface Frontmatter {
  /** Empty when there is no frontmatter or it can't be read. */
  readonly values: FrontmatterValues;
  /** Why it can't be read, for a person; null when all is well. */
  readonly problem: string | null;
}

const openingFence = /^---[ \t]*(\r\n|\n|\r)/;
const closingFence = /^---[ \t]*(?:\r\n|\n|\r|$(?![\s\S]))/gm;
const maxYamlLength = 100_000;
const maxAliasCount = 20;

/**
 * Cuts a page into byte order mark, frontmatter and body by hand, so that no parser's opinion
 * moves a byte. An opening `---` that is never closed is no frontmatter.
 */
export function splitFrontmatter(text: string): SplitPage {
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const opening = openingFence.exec(bom === '' ? text : text.slice(1, 200));
  if (opening !== null) {
    const yamlStart = bom.length + opening[0].length;
    closingFence.lastIndex = yamlStart;
    const closing = closingFence.exec(text);
    if (closing !== null) {
      const bodyOffset = closing.index + closing[0].length;
      return {
        bom,
        raw: text.slice(bom.length, bodyOffset),
        yaml: text.slice(yamlStart, closing.index),
        yamlOffset: yamlStart,
        body: text.slice(bodyOffset),
        bodyOffset,
      };
    }
  }
  const start = bom.length;
  return { bom, raw: '', yaml: '', yamlOffset: start, body: text.slice(start), bodyOffset: start };
}

/** The values of a page's frontmatter. Never throws: what a peer wrote may be anything. */
export function readFrontmatter(text: string): Frontmatter {
  return readYaml(splitFrontmatter(text).yaml);
}

/** Reads what stands between the fences. Dates stay text; no tag makes anything but plain values. */
export function readYaml(yaml: string): Frontmatter {
  if (yaml.trim() === '') return { values: {}, problem: null };
  if (yaml.length > maxYamlLength) return problemOf('it is longer than 100,000 characters');
  const plain = readPlainYaml(yaml);
  if (plain !== null) return { values: plain, problem: null };
  try {
    const document = parseDocument(yaml, {
      schema: 'core',
      prettyErrors: false,
      logLevel: 'silent',
      uniqueKeys: true,
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = yaml.slice(0, error.pos[0]).split('\n').length + 1;
      return problemOf(`line ${line}: ${error.message}`);
    }
    const value: unknown = document.toJS({ maxAliasCount });
    if (value === null || value === undefined) return { values: {}, problem: null };
    if (typeof value !== 'object' || Array.isArray(value))
      return problemOf('it is not a list of names and values');
    return { values: { ...value }, problem: null };
  } catch (error) {
    // Nesting that overflows the stack, and more aliases than we follow.
    return problemOf(error instanceof RangeError ? 'it is nested too deep' : 'it repeats too much');
  }
}

function problemOf(reason: string): Frontmatter {
  return {
    values: {},
    problem: `The properties at the top of this page can't be read: ${reason}.`,
  };
}

/** A value as text: a string or a number with something in it; else empty. */
export function textValue(values: FrontmatterValues, key: string): string {
  return scalarText(Object.hasOwn(values, key) ? values[key] : null);
}

/** A value as a list of texts: a list's items, or a lone text; else empty. */
export function listValue(values: FrontmatterValues, key: string): readonly string[] {
  const value = Object.hasOwn(values, key) ? values[key] : null;
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map(scalarText).filter((item) => item !== '');
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
