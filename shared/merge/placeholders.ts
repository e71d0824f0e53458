import { sectionKey, type OpenSection } from './conflict-file.ts';
import { framed, locateSections, shownText } from './versions.ts';
import { compareBytes } from './byte-order.ts';

const mark = '\ue000';

/** A page's text with one line in place of each open section that it holds. */
export interface Collapsed {
  readonly text: string;
  /** Sections that the page does not hold any more. */
  readonly absent: readonly OpenSection[];
}

/**
 * Stand-ins for open sections while pages are merged: a section that nobody touched must come out
 * whole, and be compared as one thing with what took its place.
 */
export class Placeholders {
  readonly #sections = new Map<string, OpenSection>();
  readonly #names = new Map<string, string>();
  readonly #pattern: RegExp;

  constructor(texts: readonly string[], sections: readonly OpenSection[]) {
    let fence = mark;
    while (texts.some((text) => text.includes(fence))) fence += mark;
    for (const section of sections) this.#names.set(sectionKey(section), '');
    [...this.#names.keys()].sort(compareBytes).forEach((key, index) => {
      this.#names.set(key, `${fence}choice${index}\ue001`);
    });
    for (const section of sections) this.#sections.set(this.#nameOf(section), section);
    // The whole of what `#lineFor` made.
    this.#pattern = new RegExp(
      `(?<=^|\\n|\\ufeff)[^\\n\\ue000]*(${fence}choice\\d+\\ue001)[^\\n]*?(?:\\n\\| - \\|(?=\\r?\\n|$)|(?=\\r?\\n|$))`,
      'g',
    );
  }

  collapse(text: string, sections: readonly OpenSection[]): Collapsed {
    if (sections.length === 0) return { text, absent: [] };
    const located = locateSections(text, sections).flatMap((place) => {
      const line = this.#lineFor(place.section);
      return line === null ? [] : [{ ...place, line }];
    });
    let collapsed = '';
    let position = 0;
    for (const { start, end, line } of located) {
      collapsed += text.slice(position, start) + line;
      position = end;
    }
    const found = new Set(located.map(({ section }) => section));
    return {
      text: collapsed + text.slice(position),
      absent: sections.filter((section) => !found.has(section)),
    };
  }

  /** The sections whose stand-ins a text holds, in its order. */
  within(text: string): OpenSection[] {
    if (!text.includes(mark)) return [];
    return [...text.matchAll(this.#pattern)].flatMap(([, name = '']) => {
      const section = this.#sections.get(name);
      return section === undefined ? [] : [section];
    });
  }

  expand(text: string, textOf: (section: OpenSection) => string = shownText): string {
    if (!text.includes(mark)) return text;
    return text.replace(this.#pattern, (whole, name: string) => {
      const section = this.#sections.get(name);
      return section === undefined ? whole : textOf(section);
    });
  }

  #nameOf(section: OpenSection): string {
    return this.#names.get(sectionKey(section)) ?? '';
  }

  /** A block of the kind that the section's first one is, so that its neighbours stay what they are. */
  #lineFor(section: OpenSection): string | null {
    const name = this.#nameOf(section);
    const { core } = framed(shownText(section));
    const lines = core.split('\n');
    const [first = '', second = ''] = lines;
    if (section.place === 'frontmatter') {
      const key = lines.map((line) => /^[^\s#-][^:\n]*:(?=\s|$)/.exec(line)?.[0]).find(Boolean);
      return key === undefined || core.startsWith('---') ? null : `${key} ${name}`;
    }
    const item = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+/.exec(first)?.[0];
    if (item !== undefined) return item + name;
    if (/^[ \t]*\|/.test(first)) {
      return `| ${name} |${/^[ \t]*\|[ \t:|-]*-[ \t:|-]*$/.test(second) ? '\n| - |' : ''}`;
    }
    const indent = /^[ \t]*/.exec(first)?.[0] ?? '';
    const opensAnywhere = indent === '' && /^(?:#{1,6}\s|>|`{3}|~{3}|[-*_<$:])/.test(first);
    return (opensAnywhere ? '# ' : indent) + name;
  }
}
