import { describe, expect, test } from 'vitest';
import {
  type DirectiveHead,
  readDirective,
  withDirective,
} from '../../../shared/markdown/directives.ts';

describe('the head of a directive', () => {
  test.each([
    ['note', 'note', '', ''],
    [' tip  A title ', 'tip', 'A title', ''],
    ['note[A *title*]{#id .c}', 'note', 'A *title*', '{#id .c}'],
    [' details Click me {open}', 'details', 'Click me', '{open}'],
    [' {.note #id key="a b"}', '', '', '{.note #id key="a b"}'],
    ['{py:function} f(x)', 'py:function', 'f(x)', ''],
    ['{note} T\n:class: a b\n:name: c', 'note', 'T', ':class: a b\n:name: c'],
    ['{note .a b="c"} T\n:name: d', 'note', 'T', '{.a b="c"}\n:name: d'],
    [' {}', '', '', '{}'],
    [' Warning ::::::', 'Warning', '', ''],
    ['Küche', 'Küche', '', ''],
  ])('%j is read in its parts', (head, name, title, attributes) => {
    expect(readDirective(head)).toEqual({ name, title, attributes });
  });

  test.each([
    ...[
      '',
      ' ',
      'a, b',
      'image source="a.png":::',
      'row:::',
      'f(x)',
      'note[a',
      'note{a',
      '{a',
      '{-}',
    ],
    ...['1', '-', 'note{a} b', 'note\n:class: a', '{note}\ntext', '<b>', `a${'b'.repeat(600)}`],
  ])('%j is none', (head) => {
    expect(readDirective(head)).toBeNull();
  });

  test.each<[string, Partial<DirectiveHead>, string | null]>([
    [' tip  T {.a}', {}, ' tip  T {.a}'],
    [' tip T {.a}', { name: 'note' }, ' note T {.a}'],
    ['tip', { title: 'T' }, 'tip T'],
    ['tip[T]', { title: 'U' }, 'tip[U]'],
    ['tip{.a}', { title: 'T' }, 'tip[T]{.a}'],
    ['tip[T]{.a}', { title: '', attributes: '' }, 'tip'],
    [' {.a}', { attributes: '{.b}' }, ' {.b}'],
    [' {.a}', { name: 'note' }, ' note {.a}'],
    ['{tip} T\n:class: a', { name: 'note' }, '{note} T\n:class: a'],
    ['{tip}\n:class: a', { title: 'T' }, '{tip} T\n:class: a'],
    ['{tip .b} T\n:class: a', { name: 'note' }, '{note .b} T\n:class: a'],
    ['{tip .b} T', { attributes: '' }, '{tip} T'],
    ['tip', { name: 'two words' }, null],
    ['tip', { name: 'mermaid' }, null],
    ['tip', { title: 'T {a}' }, null],
    ['tip', { attributes: 'a' }, null],
  ])('%j with %j', (head, parts, made) => {
    const before = readDirective(head);
    expect(before && withDirective(head, { ...before, ...parts })).toBe(made);
  });
});
