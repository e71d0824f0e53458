import { compareBytes } from './byte-order.ts';

/** A YAML entry whose value is a list, cut so that its items can be merged as a set. */
interface ListEntry {
  readonly style: 'flow' | 'block';
  /** All before the first item: comments, the key, `[` of a flow list. */
  readonly prefix: string;
  readonly items: readonly string[];
  readonly suffix: string;
}

const flowList = /^((?:[ \t]*(?:#[^\n]*)?\n)*[^\n]*?:[ \t]*\[)([^\n]*)(\][ \t]*(?:#[^\n]*)?\n)$/;
const flowItem = /(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^,"'[\]{}#\n])+/g;
const blockKey = /^(?:[ \t]*(?:#[^\n]*)?\n)*[^\s#][^\n]*?:[ \t]*(?:#[^\n]*)?\n/;

/**
 * Joins two edits of a list as sets: what either side added is in, what either removed is out. Items
 * that stay keep the base's order and bytes; new ones follow, in byte order.
 *
 * @param base null when both sides added the key
 * @returns the entry's text, or null when one of the texts is no plain list or the styles differ
 */
export function mergeLists(base: string | null, ours: string, theirs: string): string | null {
  const our = parseList(ours);
  const their = parseList(theirs);
  const origin = base === null ? null : parseList(base);
  if (our === null || their === null || our.style !== their.style) return null;
  if (base !== null && (origin === null || origin.style !== our.style)) return null;

  const prefix = settled(origin?.prefix ?? null, our.prefix, their.prefix);
  const suffix = settled(origin?.suffix ?? null, our.suffix, their.suffix);
  if (prefix === null || suffix === null) return null;

  const before = origin?.items ?? [];
  const ourValues = new Set(our.items.map(valueOf));
  const theirValues = new Set(their.items.map(valueOf));
  const kept = before.filter((item) => {
    const value = valueOf(item);
    return ourValues.has(value) && theirValues.has(value);
  });
  const known = new Set(before.map(valueOf));
  const added = new Map<string, string>();
  for (const item of [...our.items, ...their.items].sort(compareBytes)) {
    const value = valueOf(item);
    if (!known.has(value) && !added.has(value)) added.set(value, item);
  }
  const items = [...kept, ...[...added.values()].sort(compareBytes)];
  if (our.style === 'flow') {
    return prefix + items.map((item) => item.trim()).join(', ') + suffix;
  }
  const hasLongItem = items.some((item) => item.indexOf('\n') !== item.length - 1);
  // An item of several lines that one side edited would stay beside its edit.
  if (hasLongItem && kept.length < before.length) return null;
  const indents = new Set(items.map((item) => /^[ \t]*/.exec(item)?.[0] ?? ''));
  if (indents.size > 1) {
    if (hasLongItem) return null;
    const indent = /^[ \t]*/.exec(kept[0] ?? items[0] ?? '')?.[0] ?? '';
    return prefix + items.map((item) => indent + item.trimStart()).join('') + suffix;
  }
  return prefix + items.join('') + suffix;
}

function settled(base: string | null, ours: string, theirs: string): string | null {
  if (ours === theirs || base === theirs) return ours;
  return base === ours ? theirs : null;
}

function valueOf(item: string): string {
  const plain = item.trim().replace(/^-[ \t]+/, '');
  const quoted = /^(["'])([^"'\\]*)\1$/.exec(plain);
  return quoted?.[2] ?? plain;
}

function parseList(entry: string): ListEntry | null {
  const flow = flowList.exec(entry);
  if (flow !== null) {
    const [, prefix = '', content = '', suffix = ''] = flow;
    const items = content.match(flowItem) ?? [];
    if (items.join(',') !== content) return null;
    return { style: 'flow', prefix, items: items.filter((item) => item.trim() !== ''), suffix };
  }
  const prefix = blockKey.exec(entry)?.[0];
  if (prefix === undefined) return null;
  const items: string[] = [];
  let indent: string | null = null;
  for (const line of entry.slice(prefix.length).match(/[^\n]*\n/g) ?? []) {
    const start = /^([ \t]*)-[ \t]+\S/.exec(line)?.[1];
    if (start !== undefined && (indent === null || start === indent)) {
      indent = start;
      items.push(line);
      continue;
    }
    const last = items.pop();
    const isDeeper = indent !== null && line.startsWith(`${indent} `) && line.trim() !== '';
    if (last === undefined || !isDeeper) return null;
    items.push(last + line);
  }
  return { style: 'block', prefix, items, suffix: '' };
}
