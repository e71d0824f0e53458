/** How a property is edited. */
export type PropertyKind = 'text' | 'number' | 'date' | 'checkbox' | 'list' | 'records';

interface KnownProperty {
  readonly key: string;
  /** Other names for the same. */
  readonly otherKeys: readonly string[];
  readonly label: string;
  readonly hint: string;
  readonly kind: PropertyKind;
}

/** What the properties of a page mean to a wiki, in the order they are offered in. */
export const knownProperties: readonly KnownProperty[] = [
  {
    key: 'title',
    otherKeys: [],
    label: 'Title',
    hint: 'As readers see it; else the file’s name',
    kind: 'text',
  },
  {
    key: 'aliases',
    otherKeys: ['alias'],
    label: 'Other names',
    hint: 'Links with these names lead here too',
    kind: 'list',
  },
  {
    key: 'tags',
    otherKeys: ['tag'],
    label: 'Tags',
    hint: 'Words without spaces',
    kind: 'list',
  },
  {
    key: 'licence',
    otherKeys: ['license'],
    label: 'Licence',
    hint: 'If it is not the wiki’s own',
    kind: 'text',
  },
  {
    key: 'sources',
    otherKeys: [],
    label: 'Sources',
    hint: 'Where it comes from',
    kind: 'records',
  },
  {
    key: 'language',
    otherKeys: ['lang'],
    label: 'Language',
    hint: 'If it is not the wiki’s own',
    kind: 'text',
  },
];

export function knownProperty(key: string): KnownProperty | null {
  return (
    knownProperties.find((known) => known.key === key || known.otherKeys.includes(key)) ?? null
  );
}

/** What can be said of a source, in the order it is asked in. */
export const sourceFields = [
  { field: 'url', label: 'Address' },
  { field: 'title', label: 'Title' },
  { field: 'author', label: 'Author' },
  { field: 'licence', label: 'Licence' },
  { field: 'retrieved', label: 'Seen on' },
] as const;

const languageCodes = [
  ...['ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'eo', 'es', 'et', 'eu', 'fa', 'fi'],
  ...['fr', 'ga', 'gl', 'he', 'hi', 'hr', 'hu', 'id', 'is', 'it', 'ja', 'ka', 'ko', 'ku', 'lt'],
  ...['lv', 'ms', 'nb', 'nl', 'nn', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv'],
  ...['sw', 'ta', 'te', 'th', 'tr', 'uk', 'ur', 'vi', 'zh', 'zh-Hant'],
];

export interface Suggestion {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** Languages by their names in themselves and in the reader's language. */
export function languageSuggestions(): readonly Suggestion[] {
  return languageCodes.map((code) => ({
    value: code,
    label: nameIn(code, code),
    hint: nameIn(navigator.language, code),
  }));
}

function nameIn(locale: string, code: string): string {
  return new Intl.DisplayNames([locale, 'en'], { type: 'language' }).of(code) ?? code;
}
