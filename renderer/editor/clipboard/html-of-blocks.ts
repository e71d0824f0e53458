import { assertNever } from '../../../shared/contract/errors.ts';
import { titleOfCallout } from '../../../shared/markdown/callouts.ts';
import { lookOfDirective } from '../../../shared/markdown/directives.ts';
import { largeFormula } from '../../../shared/markdown/formulas.ts';
import { type Block, type Inline, type List, mark } from '../../../shared/markdown/model/blocks.ts';
import { describeAtom } from '../nodes/describe-atom.ts';
import { safeUrl } from './html-marks.ts';

/** Blocks as plain HTML for other programs: no classes, no styles; what HTML has no form for as its words. */
export function htmlOfBlocks(blocks: readonly Block[]): string {
  return blocks.map(htmlOfBlock).join('');
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);

function htmlOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${htmlOfInlines(block.children)}</p>`;
    case 'heading': {
      const tag = `h${block.level}`;
      return `<${tag}>${htmlOfInlines(block.children)}</${tag}>`;
    }
    case 'list':
      return htmlOfList(block);
    case 'quote':
      return `<blockquote>${htmlOfBlocks(block.children)}</blockquote>`;
    case 'callout': {
      const { title, type, children } = block;
      const head = title.length === 0 ? escaped(titleOfCallout(type)) : htmlOfInlines(title);
      return `<blockquote><p><strong>${head}</strong></p>${htmlOfBlocks(children)}</blockquote>`;
    }
    case 'directive': {
      const label = escaped(lookOfDirective(block.head).label);
      return `<blockquote><p><strong>${label}</strong></p>${htmlOfBlocks(block.children)}</blockquote>`;
    }
    case 'footnote':
      return `<p>[${escaped(block.label)}]</p>${htmlOfBlocks(block.children)}`;
    case 'code':
      return `<pre><code>${escaped(block.text)}</code></pre>`;
    case 'rule':
      return '<hr>';
    case 'table': {
      const rows = block.rows.map((row, index) => {
        const tag = index === 0 ? 'th' : 'td';
        return `<tr>${row.map((cell) => `<${tag}>${htmlOfInlines(cell)}</${tag}>`).join('')}</tr>`;
      });
      return `<table>${rows.join('')}</table>`;
    }
    case 'formula':
      return `<p>${escaped(largeFormula(block.text))}</p>`;
    case 'definition': {
      const { label, title, url } = block;
      const words = [{ kind: 'text', text: url, marks: 0 } as const];
      const link = htmlOfInlines([{ kind: 'link', url, title, children: words }]);
      return `<p>[${escaped(label)}]: ${link}</p>`;
    }
    case 'opaque':
      return `<pre>${escaped(block.source)}</pre>`;
  }
  return assertNever(block);
}

function htmlOfList(list: List): string {
  const tag = list.isOrdered ? 'ol' : 'ul';
  const start = list.isOrdered && list.start !== 1 ? ` start="${list.start}"` : '';
  const items = list.items.map((item) => {
    const checked = item.checked === true ? ' checked' : '';
    const box = item.checked === null ? '' : `<input type="checkbox"${checked}> `;
    const below = htmlOfBlocks([...item.body, ...item.lists]);
    return `<li>${box}${htmlOfInlines(item.children)}${below}</li>`;
  });
  return `<${tag}${start}>${items.join('')}</${tag}>`;
}

const tags = [
  [mark.bold, 'strong'],
  [mark.italic, 'em'],
  [mark.strike, 'del'],
  [mark.code, 'code'],
  [mark.highlight, 'mark'],
] as const;

function marked(html: string, marks: number): string {
  return tags.reduce(
    (inner, [one, tag]) => ((marks & one) === 0 ? inner : `<${tag}>${inner}</${tag}>`),
    html,
  );
}

function htmlOfInlines(inlines: readonly Inline[]): string {
  return inlines
    .map((inline): string => {
      switch (inline.kind) {
        case 'text':
          return marked(escaped(inline.text), inline.marks);
        case 'break':
          return '<br>';
        case 'atom':
          return marked(escaped(describeAtom(inline.type, inline.source).text), inline.marks);
        case 'link': {
          const words = htmlOfInlines(inline.children);
          const url = safeUrl(inline.url, '');
          return url === null ? words : `<a href="${escaped(url)}">${words}</a>`;
        }
      }
      return assertNever(inline);
    })
    .join('');
}
