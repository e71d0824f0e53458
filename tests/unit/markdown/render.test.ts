import fc from 'fast-check';
import type { Element, Root } from 'hast';
import { visit } from 'unist-util-visit';
import { describe, expect, test } from 'vitest';
import { highlightCode } from '../../../shared/markdown/highlight.ts';
import { renderMarkdown, type RenderOptions } from '../../../shared/markdown/render.ts';

function rendered(text: string, options?: RenderOptions) {
  const outcome = renderMarkdown(text, options);
  if (outcome.kind !== 'rendered') throw new Error(outcome.kind);
  return outcome;
}

/** The tree as readable lines, independent of any HTML serialiser. */
function show(tree: Root | Element): string {
  return tree.children
    .map((node) => {
      if (node.type === 'text') return node.value;
      if (node.type !== 'element') return `?${node.type}?`;
      const properties = Object.entries(node.properties)
        .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
        .join('');
      return `<${node.tagName}${properties}>${show(node)}</${node.tagName}>`;
    })
    .join('');
}

const html = (text: string, options?: RenderOptions) => show(rendered(text, options).tree);

describe('what a page becomes', () => {
  test('wikilinks, embeds and relative addresses are targets to resolve', () => {
    const { tree, targets } = rendered(
      '[[A#B]] [[C|d]] ![[e.png|100]] [f](../g%20h.md) ![i](j.png)',
    );
    expect(targets).toEqual(['A#B', 'C', 'e.png', '../g%20h.md', 'j.png']);
    expect(show(tree)).toBe(
      '<p><a dataWikiTarget="A#B">A › B</a> <a dataWikiTarget="C">d</a> ' +
        '<span dataEmbed="inline"><img dataWikiTarget="e.png" alt="e.png" width="100"></img></span> ' +
        '<a dataWikiTarget="../g%20h.md">f</a> <img alt="i" dataWikiTarget="j.png"></img></p>',
    );
  });

  test('a picture alone with a title has a caption, and its words may end in its size', () => {
    expect(html('![A cat|300](c.png "On it")')).toBe(
      '<figure><img alt="A cat" width="300" dataWikiTarget="c.png"></img><figcaption>On it</figcaption></figure>',
    );
    expect(html('![a|9x8][r] b\n\n[r]: c.png "T"').trim()).toBe(
      '<p><img alt="a" title="T" width="9" height="8" dataWikiTarget="c.png"></img> b</p>',
    );
  });

  test('what stands alone has room for a page, for the first thirty', () => {
    const shown = html('![[A]]\n\na ![[B]]\n\n- ![[C]]\n\n' + '![[D]]\n\n'.repeat(40));
    expect(shown.match(/<div dataEmbed="block">/g)).toHaveLength(30);
    expect(shown).toContain('<p>a <span dataEmbed="inline"><img dataWikiTarget="B"');
    expect(shown).toContain('<li>');
  });

  test('names of signs are signs, and make the anchors of headings', () => {
    const { tree, headings } = rendered('## :rocket: Start\n\nA :tada: and `:tada:`, :nothing:\n');
    expect(show(tree)).toMatch(
      /A <span[^>]* title=":tada:">🎉<\/span> and <code>:tada:<\/code>, :nothing:/u,
    );
    expect(headings.map(({ id }) => id)).toEqual(['user-content-rocket-start']);
  });

  test('headings get unique prefixed ids and are listed', () => {
    const { tree, headings } = rendered('# A b\n\n## A *b*\n\n<h3>Raw</h3>');
    expect(headings).toEqual([
      { level: 1, text: 'A b', id: 'user-content-a-b' },
      { level: 2, text: 'A b', id: 'user-content-a-b-1' },
      { level: 3, text: 'Raw', id: 'user-content-raw' },
    ]);
    expect(show(tree)).toContain('<h2 id="user-content-a-b-1">');
  });

  test('a first heading that repeats the title is left out', () => {
    const { tree, headings } = rendered('# The Page\n\ntext', { title: 'The page' });
    expect(show(tree).trim()).toBe('<p>text</p>');
    expect(headings).toEqual([]);
  });

  test.each([
    ['> [!note]\n> body', 'div', 'note', 'Note'],
    ['> [!WARNING] Mind *this*\n> body', 'div', 'warning', 'Mind <em>this</em>'],
    ['> [!faq]- Why?\n> body', 'details', 'question', 'Why?'],
    ['> [!own-kind]\n> body', 'div', 'note', 'Own kind'],
    ['> [!tip|left]\n> body', 'div', 'tip', 'Tip'],
  ])('%j is a callout', (text, tag, family, title) => {
    const shown = html(text);
    expect(shown).toMatch(new RegExp(`^<${tag} className=\\["callout"\\] dataCallout="${family}"`));
    expect(shown).toContain(`>${title}</`);
    expect(shown).toContain('<p>body</p>');
  });

  test.each([
    [':::tip\nbody\n:::', 'div', 'tip', 'Tip'],
    ['::: warning Mind *this*\nbody\n:::', 'div', 'warning', 'Mind <em>this</em>'],
    [':::note[A title]{#a .b}\nbody\n:::', 'div', 'note', 'A title'],
    ['::: {.callout-important title="A <b>"}\nbody\n:::', 'div', 'important', 'A &lt;b>'],
    [':::{attention} A title\n:class: x\nbody\n:::', 'div', 'warning', 'A title'],
    [':::{admonition} A title\n:class: danger\n\nbody\n:::', 'div', 'danger', 'A title'],
    ['::: details Open me\nbody\n:::', 'details', 'quote', 'Open me'],
  ])('%j is shown as a callout', (text, tag, family, title) => {
    const shown = html(text);
    expect(shown).toMatch(new RegExp(`^<${tag} className=\\["callout"\\] dataCallout="${family}"`));
    expect(shown.replace('<b>', '&lt;b>')).toContain(`>${title}</`);
    expect(shown).toContain('<p>body</p>');
  });

  test('another directive is a group with its name', () => {
    const shown = html('::: {.columns #x}\n- a\n:::');
    expect(shown).toMatch(
      /^<div className=\["directive"\]><div className=\["directive-label"\]>Columns</,
    );
    expect(shown).toContain('<li>a</li>');
  });

  test('a directive of source is shown as it is written', () => {
    const text = '::: mermaid\ngraph *TD*;\n:::';
    expect(html(text)).toContain(`<code>${text}</code>`);
  });

  test('a quote whose sign has a backslash is no callout', () => {
    expect(html('> \\[!note] T')).toContain('<blockquote>');
  });

  test('footnotes lead there and back by ids within the page', () => {
    const shown = html('a[^x]\n\n[^x]: b');
    expect(shown).toContain('dataScrollTo="user-content-fn-x"');
    expect(shown).toContain('id="user-content-fn-x"');
    expect(shown).toContain('dataScrollTo="user-content-fnref-x"');
    expect(shown).not.toContain('href');
  });

  test('tasks, tables, strikethrough and known tags of HTML are kept', () => {
    expect(html('- [x] a')).toContain('<input type="checkbox" checked=true disabled=true>');
    expect(html('| a |\n|:-:|\n| b |')).toContain('<td align="center">b</td>');
    expect(html('~~a~~ <kbd>b</kbd> <details><summary>c</summary>d</details>')).toMatch(
      /<del>a<\/del> <kbd>b<\/kbd> .*<summary>c<\/summary>d/,
    );
  });

  test('tags of the text are links to their pages, but not in code and links', () => {
    expect(html('#one `#two` [#three](x.md)')).toBe(
      '<p><a dataTag="one">#one</a> <code>#two</code> <a dataWikiTarget="x.md">#three</a></p>',
    );
  });

  test('a block id is taken off the text and names the block', () => {
    expect(html('words ^b1')).toBe('<p id="user-content-^b1">words</p>');
  });

  test('code of a known language is coloured', () => {
    expect(html('```js\nlet a\n```', { highlight: highlightCode })).toContain(
      '<span className=["hljs-keyword"]>let</span>',
    );
    expect(html('```nope\nlet a\n```', { highlight: highlightCode })).toContain('>let a\n</code>');
  });
});

describe('what a hostile page does not become', () => {
  const safeTags =
    /^(?:h[1-6]|p|br|hr|wbr|blockquote|pre|div|ul|ol|li|dl|dt|dd|figure|figcaption|section|details|summary|table|caption|thead|tbody|tfoot|tr|th|td|input|img|a|span|em|strong|b|i|u|s|del|ins|mark|small|sub|sup|code|kbd|samp|var|q|cite|dfn|abbr|time|ruby|rt|rp|bdi)$/;
  const safeProperties =
    /^(?:id|title|lang|dir|href|ariaLabel|className|dataWikiTarget|dataTag|dataScrollTo|dataFootnoteRef|dataFootnoteBackref|dataFootnotes|dataCallout|dataEmbed|dataRemoteSrc|open|alt|width|height|type|disabled|checked|value|start|reversed|align|colSpan|rowSpan|dateTime)$/;

  /** Written apart from the schema, so that a weaker schema is noticed. */
  function expectSafe(text: string): void {
    const outcome = renderMarkdown(text);
    if (outcome.kind !== 'rendered') return;
    visit(outcome.tree, (node) => {
      expect(['root', 'text', 'element']).toContain(node.type);
      if (node.type !== 'element') return;
      expect(node.tagName).toMatch(safeTags);
      for (const [name, value] of Object.entries(node.properties)) {
        expect(name).toMatch(safeProperties);
        if (name === 'href') expect(String(value)).toMatch(/^(?:https?:\/\/[^/\\]|mailto:)/i);
        if (name === 'dataRemoteSrc') expect(String(value)).toMatch(/^https?:\/\/[^/\\]/i);
        if (name === 'id') expect(String(value)).toMatch(/^user-content-/);
      }
      if (node.tagName === 'input') expect(node.properties['disabled']).toBe(true);
    });
  }

  const attacks = [
    '<script>alert(1)</script>',
    '<scr<script>ipt>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<img src="x" srcset="https://e/x 1x" style="background:url(https://e)">',
    '<svg><script>alert(1)</script></svg>',
    '<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<math><mi href="javascript:alert(1)">x</mi></math>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<iframe src="https://e"></iframe><object data=x></object><embed src=x>',
    '<form action="https://e"><input name=password><button>go</button></form>',
    '<input type=text autofocus onfocus=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
    '<a href="&#x6A;avascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="\u0001javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](java&Tab;script:alert(1))',
    '[x](<java&NewLine;script:alert(1)>)',
    '[x](&#106;avascript:alert(1))',
    '[x]( javascript:alert(1))',
    '[x](vbscript:x) [x](data:text/html,x) [x](file:///etc/passwd) [x](blob:x)',
    '[x](//evil.example) [x](\\\\evil\\share) [x](/\\evil) [x](https:\\\\evil)',
    '[x](https:evil) [x](https:///evil) [x](http://a\\@b)',
    '![x](javascript:alert(1)) ![x](data:image/svg+xml,x) ![x](//evil/x.png)',
    '![x](file:///x.png) ![x](mailto:x)',
    '<javascript:alert(1)> <vbscript:x>',
    '[a]: javascript:alert(1)\n\n[a] ![a]',
    '<base href="https://evil"><meta http-equiv=refresh content="0;url=https://e"><link rel=stylesheet href=x>',
    '<style>@import "https://e"</style><p style="position:fixed">x</p>',
    '<img name=body><a id=location><form id=getElementById><p id="__proto__">',
    '<div id="root" class="cp-dialog" data-wiki-target="x" contenteditable tabindex=1 role=dialog>x</div>',
    '<template><img src=x onerror=alert(1)></template>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<textarea><img src=x onerror=alert(1)></textarea><title><b>x</title><plaintext>',
    '<video src=x autoplay></video><audio src=x></audio><track src=x><source srcset=x>',
    '<!--[if IE]><script>alert(1)</script><![endif]--><?php x ?><![CDATA[x]]><!DOCTYPE x>',
    '<table background="javascript:alert(1)"><td colspan=99999999 style=x>',
    '<a href="https://ok" target=_self ping="https://e" download>x</a>',
    '<div data-callout="x y" onclick=alert(1)><span class="hljs-x cp-app">',
    ':::note[<img src=x onerror=alert(1)>]{onclick="alert(1)" style="position:fixed" .cp-dialog #root}\nx\n:::',
    '::: {.cp-dialog onclick=alert(1) #location}\nx\n:::\n\n:::"><script>\n:::',
    '<isindex><keygen><marquee onstart=alert(1)><dialog open>x</dialog><portal src=x>',
    '[[javascript:alert(1)]] ![[javascript:alert(1)]]',
  ];

  test.each(attacks)('%j leaves only what the list allows', expectSafe);

  test('no mix of attacks and markup leaves anything else', () => {
    const glue = fc.constantFrom(
      '',
      ' ',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '| ',
      '`',
      '*',
      '<div>',
      '</p>',
      '[',
      ']',
      '<b ',
      '"',
      '>',
    );
    const part = fc.oneof(fc.constantFrom(...attacks), glue, glue);
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => expectSafe(parts.join(''))),
      { numRuns: 400 },
    );
  });

  test('a tag that swallows the rest of a page is shown as text', () => {
    for (const tag of ['plaintext', 'script', 'textarea', 'title', 'style', 'xmp', 'iframe']) {
      const shown = html(`before <${tag}> here\n\nafter [[link]]`);
      expect(shown).toContain(`<${tag}>`);
      expect(shown).toContain('dataWikiTarget="link"');
    }
  });

  test('the words of a refused link stay', () => {
    expect(html('[words](javascript:x)')).toBe('<p><a>words</a></p>');
  });

  test('a picture from elsewhere is not loaded, only named', () => {
    expect(html('![cat](https://e.example/x.png)')).toBe(
      '<p><img alt="cat" dataRemoteSrc="https://e.example/x.png"></img></p>',
    );
  });

  test.each([
    ['quotes', `${'>'.repeat(3000)} a`],
    ['spaced quotes', `${'> '.repeat(3000)}a`],
    ['lists', `${'- '.repeat(3000)}a`],
    [
      'indented lists',
      Array.from({ length: 900 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n'),
    ],
    ['emphasis', `${'*a '.repeat(600)}${'a* '.repeat(600)}`],
    ['pictures', `${'!['.repeat(2000)}a${'](b)'.repeat(2000)}`],
    ['HTML', '<div>'.repeat(20_000)],
    ['inline HTML', `a ${'<b>'.repeat(5000)}`],
    ['brackets', '['.repeat(50_000)],
  ])('%s nested without end are refused', (_name, text) => {
    expect(renderMarkdown(text).kind).toBe('tooDeep');
  });

  test.each([
    [
      'a wide header over many short rows',
      `${'|a'.repeat(1000)}\n${'|-'.repeat(1000)}\n${'|b\n'.repeat(1000)}`,
    ],
    ['millions of characters', 'word '.repeat(500_000)],
  ])('%s is refused', (_name, text) => {
    expect(renderMarkdown(text).kind).toBe('tooLarge');
  });

  test('a long address used often does not multiply', () => {
    const text = `[a]: /${'x'.repeat(100_000)}\n\n${'[a] '.repeat(2000)}`;
    expect(JSON.stringify(rendered(text).tree).length).toBeLessThan(1_000_000);
  });
});
