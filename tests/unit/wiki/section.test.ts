import { describe, expect, test } from 'vitest';
import { sectionOf } from '../../../shared/wiki/section.ts';

const page = `---
title: T
---
# Top

Intro.

## One *b*

First.

### Deep

Deeper.

Two
---

- item ^named
- other

A block
of lines. ^para
`;

describe('the part of a page that an anchor leads to', () => {
  test.each([
    ['One b', '## One *b*\n\nFirst.\n\n### Deep\n\nDeeper.\n\n'],
    ['Top#Deep', '### Deep\n\nDeeper.\n\n'],
    ['^named', '- item ^named'],
    ['^para', 'A block\nof lines. ^para'],
    ['Nowhere', null],
    ['^nowhere', null],
    ['', page],
  ])('%j', (anchor, wanted) => {
    expect(sectionOf(page, anchor)).toBe(wanted);
  });
});
