// @vitest-environment jsdom
import { expect, it } from 'vitest';
import { blocksOfHtml, isPlainAtHeart } from '../../../renderer/editor/clipboard/blocks-of-html.ts';
import { htmlOfBlocks } from '../../../renderer/editor/clipboard/html-of-blocks.ts';
import { canonical } from '../../../shared/markdown/model/canonical.ts';
import { readPage } from '../../../shared/markdown/model/read-page.ts';
import { defaultStyle } from '../../../shared/markdown/model/style.ts';

const scope = { targets: new Map(), definitions: '' };
const markdownOf = (html: string): string =>
  canonical(blocksOfHtml(html, 'http://127.0.0.1:1') ?? [], defaultStyle, scope);

const googleDocs = `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1">
<h1 dir="ltr"><span style="font-weight:700;">Beds</span></h1>
<p><span style="font-weight:700;">Bold</span><span> and </span><span style="font-style:italic;">soft</span>
<span style="text-decoration:line-through">gone</span></p><br>
<ul><li aria-level="1"><p role="presentation"><span>one</span></p></li>
<ul><li aria-level="2"><p>deep</p></li></ul><li><p>two</p></li></ul></b>`;

const word = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{mso-style:x}</style></head>
<body><!--StartFragment--><p class=MsoTitle>Title<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>first</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span>below</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span> </span></span>second</p>
<p class=MsoNormal><b>Bold</b>&nbsp;end<span style='display:none'>hidden</span></p><!--EndFragment--></body></html>`;

it.each([
  ['Google Docs', googleDocs, '# Beds\n\n**Bold** and *soft* ~~gone~~\n\n- one\n  - deep\n- two'],
  ['Word', word, '# Title\n\n1. first\n   - below\n2. second\n\n**Bold** end'],
  [
    'LibreOffice',
    '<ol start="3"><li><p style="margin:0">three</p></li><li><p>four</p></li></ol><p><br></p><hr>',
    '3. three\n4. four\n\n---',
  ],
  [
    'a site for code',
    '<h2><a class="anchor" href="#x" aria-hidden="true"><svg></svg></a>Use</h2><ul class="contains-task-list"><li><input type="checkbox" checked> done</li><li><input type="checkbox"> open</li></ul><div class="highlight highlight-source-js"><pre><span>let</span> a;\nb();</pre></div><blockquote><p>said <code>x</code></p></blockquote>',
    '## Use\n\n- [x] done\n- [ ] open\n\n```js\nlet a;\nb();\n```\n\n> said `x`',
  ],
  [
    'a page of tables',
    '<table role="presentation"><tr><td><p>Laid out</p></td></tr></table><table><caption>Plan</caption><tr><th align="right">a</th><th>b</th></tr><tr><td rowspan="2">1</td><td>x<br>y</td></tr><tr><td>2</td></tr></table>',
    'Laid out\n\nPlan\n\n| a | b |\n| --: | --- |\n| 1 | x<br>y |\n|  | 2 |',
  ],
  [
    'a page with pictures',
    '<p><img src="https://a.org/cat.png" alt="A cat"> <a href="https://a.org"><img src="https://a.org/x.png"></a><img src="https://t.org/p.gif" width="1" height="1"><img src="data:image/png;base64,AA" alt="inside"></p>',
    '[A cat](https://a.org/cat.png) [Picture](https://a.org)inside',
  ],
  [
    'this app, read',
    '<p>See <a href="http://127.0.0.1:1/#/w/0/page/Soil.md">Soil</a>, <a href="mailto:a@b.org">me</a>.</p>',
    'See Soil, [me](mailto:a@b.org).',
  ],
  [
    'a formula',
    '<p>so <span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x2</span></span></p>',
    'so $x^2$',
  ],
])('what comes from %s is pasted clean', (_, html, markdown) => {
  expect(markdownOf(html)).toBe(markdown);
});

it.each([
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\nscript:alert(1)">x</a>',
  '<a href="JAVASCRIPT&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>1</script>">x</a>',
  '<a href="vbscript:x">x</a>',
  '<a href="//evil.org/a">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<p onclick="alert(1)">x<script>alert(1)</script><style>p{}</style></p>',
  '<svg onload="alert(1)"><text>no</text></svg>x',
  '<iframe src="https://evil.org"></iframe>x<object data="https://evil.org"></object>',
  'x<img src="x" onerror="alert(1)">',
  '<math><mtext></mtext></math>x<template><b>no</b></template>',
  '<base href="https://evil.org/"><a href="page">x</a>',
])('hostile HTML leaves only its words: %s', (html) => {
  expect(markdownOf(html)).toBe('x');
});

it('HTML that goes deeper than anybody writes keeps its words', () => {
  expect(markdownOf(`${'<div>'.repeat(2000)}<b>deep</b>`)).toBe('deep');
});

it('words that look like markdown stay words', () => {
  const html = '<p># no</p><p>- no *no* [[no]]</p><p>&lt;b&gt;</p>';
  const read = readPage(markdownOf(html)).blocks.map(({ model }) => model);
  expect(read).toEqual(blocksOfHtml(html, ''));
});

it('text that a browser or an editor of code drew as HTML is text at heart', () => {
  const raw =
    '<meta charset="utf-8"><pre style="word-wrap: break-word; white-space: pre-wrap;"># a</pre>';
  expect(isPlainAtHeart(raw, ['text/html'])).toBe(true);
  expect(isPlainAtHeart('<div>x</div>', ['vscode-editor-data'])).toBe(true);
  expect(isPlainAtHeart('<p>x</p>', ['text/html'])).toBe(false);
});

it('copied HTML says what the blocks say, and nothing that runs', () => {
  const text =
    '# A & <b>\n\n- [x] **b** [[Page|name]]\n  1. c\n\n> said [x](javascript:1) [y](https://y.org "t")\n\n```js\n<i>\n```\n\n| a |\n| --- |\n| `1` |\n';
  expect(htmlOfBlocks(readPage(text).blocks.map(({ model }) => model))).toBe(
    '<h1>A &amp; &lt;b&gt;</h1><ul><li><input type="checkbox" checked> <strong>b</strong> name<ol><li>c</li></ol></li></ul>' +
      '<blockquote><p>said x <a href="https://y.org">y</a></p></blockquote><pre><code>&lt;i&gt;</code></pre>' +
      '<table><tr><th>a</th></tr><tr><td><code>1</code></td></tr></table>',
  );
});

it('a copied callout is a quote under its title, a footnote stands under its label', () => {
  const text = '> [!tip]\n> Mulch.\n\n> [!note] A <b>\n> x\n\n[^1]: Said.\n';
  expect(htmlOfBlocks(readPage(text).blocks.map(({ model }) => model))).toBe(
    '<blockquote><p><strong>Tip</strong></p><p>Mulch.</p></blockquote>' +
      '<blockquote><p><strong>A &lt;b&gt;</strong></p><p>x</p></blockquote><p>[1]</p><p>Said.</p>',
  );
});
