// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { articleParts, rangeIn } from '../../../renderer/page/find/article-parts.ts';

function articleOf(html: string): HTMLElement {
  const article = document.createElement('article');
  article.innerHTML = html;
  document.body.append(article);
  return article;
}
const texts = (article: Element) => articleParts(article).map(({ text }) => text);

test('a page is searched block by block, as a reader sees it', () => {
  const article = articleOf(
    `<h2>Beds<a aria-label="Link"></a></h2>
     <p>One <em>fine\nday</em><br>over</p>
     <ul><li>first<ul><li>within</li></ul></li></ul>
     <pre><code>a\nb</code></pre>
     <table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>
     <details><summary>Fold</summary><p>inside</p></details>
     <button>Copy</button><p class="sr-only">said only</p>`,
  );
  expect(texts(article)).toEqual([
    ...['Beds', 'One fine day\nover', 'first', 'within', 'a\nb', 'x', 'y', 'Fold', 'inside'],
  ]);
});

test('what was found is a range over the marks in it, and none once the text is gone', () => {
  const article = articleOf('<p>One <em>fine</em> day</p>');
  const [part] = articleParts(article);
  if (part === undefined) throw new Error('no part');
  const from = part.text.indexOf('e fine d');
  expect(rangeIn(part, from, from + 'e fine d'.length)?.toString()).toBe('e fine d');
  expect(rangeIn(part, 0, 3)?.toString()).toBe('One');
  article.replaceChildren();
  expect(rangeIn(part, 0, 3)).toBeNull();
});
