import type { Schema } from 'hast-util-sanitize';

const webUrl = /^(?:https?:\/\/|mailto:)/i;
const size = /^\d{1,4}$/;

/**
 * All that a page may show. Pages come from peers, so the list is of what is allowed: no style, no
 * handlers, no forms, no frames, no SVG, and no address but those `judgeUrl` let through. Ids get a
 * prefix, so that none of them can stand for a global or for an element of the app.
 */
export const sanitiseSchema: Schema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'wbr', 'blockquote', 'pre', 'div'],
    ...[
      'ul',
      'ol',
      'li',
      'dl',
      'dt',
      'dd',
      'figure',
      'figcaption',
      'section',
      'details',
      'summary',
    ],
    ...[
      'table',
      'caption',
      'thead',
      'tbody',
      'tfoot',
      'tr',
      'th',
      'td',
      'input',
      'img',
      'a',
      'span',
    ],
    ...['em', 'strong', 'b', 'i', 'u', 's', 'del', 'ins', 'mark', 'small', 'sub', 'sup', 'code'],
    ...['kbd', 'samp', 'var', 'q', 'cite', 'dfn', 'abbr', 'time', 'ruby', 'rt', 'rp', 'bdi'],
  ],
  attributes: {
    '*': ['id', 'title', 'lang', ['dir', 'ltr', 'rtl', 'auto']],
    a: [
      ['href', webUrl],
      ['ariaLabel', /^Back to reference \d+(?:-\d+)?$/],
      ['className', 'data-footnote-backref'],
      ...['dataWikiTarget', 'dataTag', 'dataScrollTo', 'dataFootnoteRef', 'dataFootnoteBackref'],
    ],
    code: [['className', /^language-[\w+#.-]{1,40}$/], 'dataFormula', 'dataLarge'],
    details: [['className', 'callout'], ['dataCallout', /^[a-z]{1,20}$/], 'open'],
    div: [
      ['className', 'callout', 'callout-body', 'callout-title', 'directive', 'directive-label'],
      ['dataCallout', /^[a-z]{1,20}$/],
      ['dataEmbed', 'block'],
    ],
    h2: [['className', 'sr-only']],
    img: ['alt', ['width', size], ['height', size], 'dataWikiTarget', ['dataRemoteSrc', webUrl]],
    input: [['type', 'checkbox'], ['disabled', true], 'checked'],
    li: [
      ['className', 'task-list-item'],
      ['value', /^-?\d{1,9}$/],
    ],
    ol: [['className', 'contains-task-list'], ['start', /^\d{1,9}$/], 'reversed'],
    section: ['dataFootnotes', ['className', 'footnotes']],
    span: [['className', /^hljs-[a-z_-]{1,30}$/], ['dataEmbed', 'inline'], 'dataEmoji'],
    summary: [['className', 'callout-title']],
    td: [
      ['align', 'left', 'center', 'right'],
      ['colSpan', /^\d{1,2}$/],
      ['rowSpan', /^\d{1,3}$/],
    ],
    th: [
      ['align', 'left', 'center', 'right'],
      ['colSpan', /^\d{1,2}$/],
      ['rowSpan', /^\d{1,3}$/],
    ],
    time: ['dateTime'],
    ul: [['className', 'contains-task-list']],
  },
  ancestors: {
    tbody: ['table'],
    td: ['table'],
    th: ['table'],
    thead: ['table'],
    tfoot: ['table'],
    tr: ['table'],
    summary: ['details'],
  },
  clobber: ['id'],
  clobberPrefix: 'user-content-',
  required: { input: { type: 'checkbox', disabled: true } },
  strip: [
    ...['script', 'style', 'svg', 'math', 'template', 'object', 'iframe', 'noscript', 'select'],
    ...['title', 'textarea', 'button', 'option', 'audio', 'video', 'canvas', 'map', 'frameset'],
  ],
  protocols: {},
  allowComments: false,
  allowDoctypes: false,
};
