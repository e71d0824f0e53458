import type { Literal, Parent, PhrasingContent } from 'mdast';
import type { CompileContext, Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';

/** `==words==`. */
export interface TextMark extends Parent {
  type: 'textMark';
  children: PhrasingContent[];
}
/** `$x$` or, larger and on its own, `$$x$$`; `value` is what stands between the signs. */
export interface InlineMath extends Literal {
  type: 'inlineMath';
  isLarge: boolean;
}
/** A formula on lines of its own. */
export interface Math extends Literal {
  type: 'math';
}
/** `%%…%%`: for writers, not for readers. */
export interface Comment extends Literal {
  type: 'comment';
}

declare module 'mdast' {
  interface PhrasingContentMap {
    textMark: TextMark;
    inlineMath: InlineMath;
    comment: Comment;
  }
  interface RootContentMap {
    textMark: TextMark;
    inlineMath: InlineMath;
    math: Math;
    comment: Comment;
  }
  interface BlockContentMap {
    math: Math;
    comment: Comment;
  }
}

function enterTextMark(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'textMark', children: [] }, token);
}

function enterMathText(this: CompileContext, token: Token): undefined {
  const source = this.sliceSerialize(token);
  const isLarge = source.startsWith('$$');
  const value = source.slice(isLarge ? 2 : 1, isLarge ? -2 : -1).trim();
  this.enter({ type: 'inlineMath', isLarge, value }, token);
}

function enterMath(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'math', value: '' }, token);
}

function enterComment(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'comment', value: '' }, token);
}

function exit(this: CompileContext, token: Token): undefined {
  this.exit(token);
}

// Lines come one by one, without what containers put before them.
function exitLine(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type !== 'math') return;
  const lines = token.start.line - (node.position?.start.line ?? 0);
  const missing = lines - (node.value.split('\n').length - 1);
  node.value += '\n'.repeat(Math.max(0, missing)) + this.sliceSerialize(token);
}

function exitMath(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'math') node.value = node.value.replace(/^\n/, '');
  this.exit(token);
}

/** The mdast side of formulas, comments and marks. */
export const writersFromMarkdown: FromMarkdown = {
  canContainEols: ['textMark'],
  enter: {
    textMark: enterTextMark,
    mathText: enterMathText,
    math: enterMath,
    comment: enterComment,
    commentText: enterComment,
  },
  exit: {
    textMark: exit,
    mathText: exit,
    signLine: exitLine,
    math: exitMath,
    comment: exit,
    commentText: exit,
  },
};
