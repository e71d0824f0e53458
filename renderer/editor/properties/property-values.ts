import {
  isNumber,
  type PropertyRecord,
  type PropertyValue,
} from '../../../shared/wiki/properties/read-properties.ts';
import type { WantedValue } from '../../../shared/wiki/properties/fences.ts';
import { knownProperty, type PropertyKind } from './known-properties.ts';

/** What a value can be edited as; null: as source only. */
export function kindOf(key: string, value: PropertyValue): PropertyKind | null {
  const wanted = knownProperty(key)?.kind;
  const isLine = ['empty', 'text', 'number', 'date', 'checkbox'].includes(value.kind);
  if (wanted === 'list' && (isLine || value.kind === 'list')) return 'list';
  if (wanted === 'text' && isLine) return 'text';
  if (
    wanted === 'records' &&
    (value.kind === 'records' || value.kind === 'list' || value.kind === 'empty')
  ) {
    return 'records';
  }
  if (value.kind === 'source' || value.kind === 'records') return null;
  return value.kind === 'empty' ? 'text' : value.kind;
}

/** What a field of one line shows. */
export function lineOf(value: PropertyValue): string {
  switch (value.kind) {
    case 'text':
    case 'number':
    case 'date':
      return value.text;
    case 'checkbox':
      return String(value.isOn);
    case 'empty':
    case 'list':
    case 'records':
    case 'source':
      return '';
  }
}

/** What a list shows: a lone value is a list of one. */
export function itemsOf(name: string, value: PropertyValue): readonly string[] {
  if (value.kind === 'list') return value.items;
  const line = lineOf(value);
  if (isTags(name)) return line.split(/[\s,]+/).filter((tag) => tag !== '');
  return line === '' ? [] : [line];
}

/** What a list of records shows: a lone text has the name ''. */
export function recordsOf(name: string, value: PropertyValue): readonly PropertyRecord[] {
  if (value.kind === 'records') return value.items;
  return itemsOf(name, value).map((item) => new Map([['', item]]));
}

export function isTags(name: string): boolean {
  return knownProperty(name)?.key === 'tags';
}

/** What ends an item of a list, and never is a part of one. */
export function separatorOf(name: string): RegExp {
  return isTags(name) ? /[\s,]+/ : /[\n;]+/;
}

/** How an item is written that was typed in another way. */
export function tidyItem(name: string, typed: string): string {
  return isTags(name) ? typed.trim().replace(/^#+/, '') : typed.trim();
}

/** What a text means that was typed in the place of a number. */
export function wantedNumber(typed: string): WantedValue {
  const number = typed.trim();
  return isNumber(number) ? { kind: 'bare', source: number } : { kind: 'text', text: typed };
}
