/**
 * The YAML that most frontmatter is, read a hundred times faster than by the library: `key: text`,
 * lists of plain texts, nothing that YAML could mean in two ways. Everything else is left to it.
 */

type PlainValue = string | null | boolean | number | readonly string[];

const entry = /^([A-Za-z][\w-]*):(?: +(.*?))? *$/;
const item = /^( *)- +(.*?) *$/;
// Letters of any script, digits and harmless marks; no indicator, comment, quote or flow character.
const plainText = /^[\p{L}_][\p{L}\p{M}\p{N}_ .,/()'+-]*$/u;
const otherTypes = /^(?:null|true|false|yes|no|on|off|\.inf|\.nan)$/i;
const integer = /^(?:0|[1-9]\d{0,14})$/;

function plainScalar(source: string): string | number | boolean | null | undefined {
  if (integer.test(source)) return Number(source);
  if (source === 'true' || source === 'false') return source === 'true';
  return plainItem(source);
}

function plainItem(source: string): string | undefined {
  return plainText.test(source) && !otherTypes.test(source) ? source : undefined;
}

/** The values, or null when the text is more than this reads. */
export function readPlainYaml(yaml: string): Readonly<Record<string, PlainValue>> | null {
  const values: Record<string, PlainValue> = {};
  let list: string[] | null = null;
  let listIndent = '';
  for (const rawLine of yaml.split('\n')) {
    const line = rawLine.endsWith('\r') ? rawLine.slice(0, -1) : rawLine;
    if (line === '') continue;
    const [, indent = '', listed] = item.exec(line) ?? [];
    if (listed !== undefined) {
      const text = plainItem(listed);
      if (text === undefined || list === null) return null;
      if (list.length > 0 && indent !== listIndent) return null;
      listIndent = indent;
      list.push(text);
      continue;
    }
    const [, key, source = ''] = entry.exec(line) ?? [];
    if (key === undefined || Object.hasOwn(values, key)) return null;
    if (otherTypes.test(key) || key === '__proto__') return null;
    list = null;
    if (source === '') {
      list = [];
      values[key] = list;
      continue;
    }
    const value = plainScalar(source);
    if (value === undefined) return null;
    values[key] = value;
  }
  for (const [key, value] of Object.entries(values)) {
    if (Array.isArray(value) && value.length === 0) values[key] = null;
  }
  return values;
}
