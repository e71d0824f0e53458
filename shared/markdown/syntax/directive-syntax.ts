import type { BlockContent, DefinitionContent, Parent } from 'mdast';
import type { CompileContext, Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';
import { takesOptions } from '../directives.ts';
import { subtokenize } from 'micromark-util-subtokenize';
import type {
  Code,
  Construct,
  Effects,
  Extension,
  State,
  TokenizeContext,
} from 'micromark-util-types';

/** Blocks between `:::name` and `:::`. */
export interface Directive extends Parent {
  type: 'directive';
  /** What stands behind the first colons, as written, and MyST's lines of options below. */
  head: string;
  /** Not: what holds it ends before. */
  isClosed: boolean;
  children: (BlockContent | DefinitionContent)[];
}

declare module 'mdast' {
  interface RootContentMap {
    directive: Directive;
  }
  interface BlockContentMap {
    directive: Directive;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    directive: 'directive';
    directiveColons: 'directiveColons';
    directiveHead: 'directiveHead';
    directiveOption: 'directiveOption';
    directiveEnd: 'directiveEnd';
  }
}

const colon = 58;
const isLineEnd = (code: Code): boolean => code !== null && code < -2;
const isBlank = (code: Code): boolean => code === -2 || code === -1 || code === 32;

const nextLine: Construct = {
  partial: true,
  tokenize(this: TokenizeContext, effects, ok, nok) {
    return (code: Code): State | undefined => {
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return (next: Code) => (this.parser.lazy[this.now().line] === true ? nok(next) : ok(next));
    };
  },
};

/** Blanks at a line's start, up to a number of them. */
function blanks(effects: Effects, most: number, next: State): State {
  let count = 0;
  const consume = (code: Code): State | undefined => {
    if (isBlank(code) && count < most) {
      count += 1;
      effects.consume(code);
      return consume;
    }
    effects.exit('linePrefix');
    return next(code);
  };
  return (code) => {
    if (most === 0 || !isBlank(code)) return next(code);
    effects.enter('linePrefix');
    return consume(code);
  };
}

/** The line of colons at an offset. */
const lastLine = (end: number): Construct => ({
  partial: true,
  tokenize(this: TokenizeContext, effects, ok, nok) {
    const begin = (code: Code): State | undefined => {
      if (code !== colon || this.now().offset !== end) return nok(code);
      effects.enter('directiveEnd');
      return colons(code);
    };
    const colons = (code: Code): State | undefined => {
      if (code !== null && !isLineEnd(code)) {
        effects.consume(code);
        return colons;
      }
      effects.exit('directiveEnd');
      return ok(code);
    };
    return blanks(effects, Infinity, begin);
  },
});

/** `:key: value`, right below the first line. */
const optionLine: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    let size = 0;
    return (code: Code) => {
      if (code !== colon) return nok(code);
      effects.enter('directiveOption');
      effects.consume(code);
      return key;
    };
    function key(code: Code): State | undefined {
      if (code === null || isLineEnd(code) || isBlank(code)) return nok(code);
      effects.consume(code);
      if (code !== colon) {
        size += 1;
        return key;
      }
      return size === 0 ? nok : value;
    }
    function value(code: Code): State | undefined {
      if (code !== null && !isLineEnd(code)) {
        effects.consume(code);
        return value;
      }
      effects.exit('directiveOption');
      return ok(code);
    }
  },
};

/**
 * Directives: blocks between two lines of colons.
 *
 * @param endOf where the last line of the directive begins that begins at an offset; null: none does
 */
export function directiveSyntax(endOf: (offset: number) => number | null): Extension {
  return { flow: { [colon]: construct(endOf) } };
}

const construct = (endOf: (offset: number) => number | null): Construct => ({
  name: 'directive',
  // What its lines begin with belongs to blocks of its own.
  concrete: true,
  // Right now, so that definitions in it are known before any text is read.
  resolve(events) {
    subtokenize(events);
    return events;
  },
  tokenize(this: TokenizeContext, effects, ok, nok) {
    const { parser } = this;
    const slice = (token: Token): string => this.sliceSerialize(token);
    const prefix = this.events.at(-1);
    const isIndented = prefix?.[1].type === 'linePrefix';
    const indent = isIndented ? prefix[2].sliceSerialize(prefix[1], true).length : 0;
    const isInterrupting = this.interrupt === true;
    let end = -1;
    let mayHaveOptions = false;
    let previous: Token | undefined;
    return (code: Code) => {
      const found = endOf(this.now().offset);
      if (found === null) return nok(code);
      end = found;
      effects.enter('directive');
      effects.enter('directiveColons');
      return colons(code);
    };

    function colons(code: Code): State | undefined {
      if (code === colon) {
        effects.consume(code);
        return colons;
      }
      effects.exit('directiveColons');
      effects.enter('directiveHead');
      return head(code);
    }
    function head(code: Code): State | undefined {
      if (code !== null && !isLineEnd(code)) {
        effects.consume(code);
        return head;
      }
      mayHaveOptions = takesOptions(slice(effects.exit('directiveHead')));
      return isInterrupting ? finish(code) : endLine(code);
    }
    function endLine(code: Code): State | undefined {
      return code === null ? finish(code) : effects.attempt(nextLine, beginLine, finish)(code);
    }
    function beginLine(code: Code): State | undefined {
      return effects.attempt(lastLine(end), finish, blanks(effects, indent, firstSign))(code);
    }
    function firstSign(code: Code): State | undefined {
      return mayHaveOptions ? effects.attempt(optionLine, endLine, chunk)(code) : chunk(code);
    }
    function chunk(code: Code): State | undefined {
      mayHaveOptions = false;
      if (code === null) return finish(code);
      // Nothing of a line that is the last one would be an empty token.
      return isLineEnd(code) ? effects.check(nextLine, beginChunk, finish)(code) : beginChunk(code);
    }
    function beginChunk(code: Code): State | undefined {
      const token = effects.enter('chunkDocument', { contentType: 'document', previous });
      if (previous !== undefined) previous.next = token;
      previous = token;
      return inside(code);
    }
    function inside(code: Code): State | undefined {
      if (code === null) return endBefore(code);
      if (isLineEnd(code)) return effects.check(nextLine, goOn, endBefore)(code);
      effects.consume(code);
      return inside;
    }
    function goOn(code: Code): State | undefined {
      effects.consume(code);
      endChunk();
      return beginLine;
    }
    function endBefore(code: Code): State | undefined {
      endChunk();
      return finish(code);
    }
    function endChunk(): void {
      const token = effects.exit('chunkDocument');
      // To the blocks inside its line is none that goes on lazily.
      parser.lazy[token.start.line] = false;
    }
    function finish(code: Code): State | undefined {
      effects.exit('directive');
      return ok(code);
    }
  },
});

function enterDirective(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'directive', head: '', isClosed: false, children: [] }, token);
}

function exitHead(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'directive') node.head = this.sliceSerialize(token);
}

function exitOption(this: CompileContext, token: Token): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'directive') node.head += `\n${this.sliceSerialize(token)}`;
}

function exitEnd(this: CompileContext): undefined {
  const node = this.stack.at(-1);
  if (node?.type === 'directive') node.isClosed = true;
}

function exitDirective(this: CompileContext, token: Token): undefined {
  this.exit(token);
}

/** The mdast side of directives. */
export const directiveFromMarkdown: FromMarkdown = {
  enter: { directive: enterDirective },
  exit: {
    directiveHead: exitHead,
    directiveOption: exitOption,
    directiveEnd: exitEnd,
    directive: exitDirective,
  },
};
