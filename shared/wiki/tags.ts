import { listValue, readFrontmatter, splitFrontmatter } from './frontmatter.ts';
import { scanBlocks } from './scan-blocks.ts';

// As Obsidian has it: letters, digits, `_`, `-`, `/` and emoji after a `#` that begins a word.
const inlineTag = /(?<![^\s([{"'>])#([\p{L}\p{M}\p{N}\p{Extended_Pictographic}\u200d\ufe0f_/-]+)/gu;
const notVisible = /`+[^`]*`+|<[^<>]*>|\[\[[^\]\n]{0,500}\]\]|\]\([^)\n]{0,2000}\)|\\#|https?:\S+/g;

/** Whether `name` (without `#`) can be a tag: it holds something besides digits. */
export function isTag(name: string): boolean {
  return /[^\p{N}/_-]/u.test(name) && !/[\s#,]/.test(name);
}

/** What two spellings of one tag have in common. */
export function tagKey(tag: string): string {
  return tag.normalize('NFC').toLowerCase();
}

/** A page's tags without `#`, as first written, each once: the frontmatter's, then those in the text. */
export function extractTags(text: string): string[] {
  const tags = new Map<string, string>();
  const add = (written: string) => {
    const tag = written
      .replace(/^#/, '')
      .replace(/^\/+|\/+$/g, '')
      .normalize('NFC');
    if (isTag(tag) && !tags.has(tagKey(tag))) tags.set(tagKey(tag), tag);
  };
  const { values } = readFrontmatter(text);
  for (const key of ['tags', 'tag']) {
    for (const item of listValue(values, key)) item.split(/[\s,]+/).forEach(add);
  }
  const { bodyOffset } = splitFrontmatter(text);
  if (!text.includes('#', bodyOffset)) return [...tags.values()];
  scanBlocks(text, bodyOffset, {
    onText(start, end) {
      const first = text.indexOf('#', start);
      if (first === -1 || first >= end) return;
      const visible = text
        .slice(start, end)
        .replace(notVisible, (hidden) => '.'.repeat(hidden.length));
      for (const [, tag = ''] of visible.matchAll(inlineTag)) add(tag);
    },
  });
  return [...tags.values()];
}
