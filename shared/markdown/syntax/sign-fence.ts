import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    math: 'math';
    comment: 'comment';
    signFence: 'signFence';
    signLine: 'signLine';
  }
}

const dollar = 36;
const percent = 37;
const backslash = 92;

const isLineEnd = (code: Code): boolean => code !== null && code < -2;
const isBlank = (code: Code): boolean => code === -2 || code === -1 || code === 32;

/** The next line, unless it stands outside of the block's container. */
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

const closingFence = (sign: number): Construct => ({
  partial: true,
  tokenize(effects, ok, nok) {
    let size = 0;
    return begin;

    function begin(code: Code): State | undefined {
      effects.enter('signFence');
      return signs(code);
    }
    function signs(code: Code): State | undefined {
      if (code === sign && size < 2) {
        size += 1;
        effects.consume(code);
        return signs;
      }
      if (size < 2 || code === sign) return nok(code);
      return spaces(code);
    }
    function spaces(code: Code): State | undefined {
      if (isBlank(code)) {
        effects.consume(code);
        return spaces;
      }
      if (code !== null && !isLineEnd(code)) return nok(code);
      effects.exit('signFence');
      return ok(code);
    }
  },
});

/** A block between two `$$` (a formula) or two `%%` (a comment), each at the offset that `starts` names. */
export function signFenceSyntax(starts: (offset: number) => boolean): Extension {
  return {
    flow: {
      [dollar]: construct(dollar, 'math', starts),
      [percent]: construct(percent, 'comment', starts),
    },
  };
}

function construct(
  sign: number,
  type: 'math' | 'comment',
  starts: (offset: number) => boolean,
): Construct {
  const closing = closingFence(sign);
  return {
    name: type,
    // Nothing in it begins a list or a quote, whatever its lines start with.
    concrete: true,
    tokenize(this: TokenizeContext, effects, ok, nok) {
      let size = 0;
      let isEscaped = false;
      let isInLine = false;
      return (code: Code) => {
        if (!starts(this.now().offset)) return nok(code);
        effects.enter(type);
        effects.enter('signFence');
        return opening.call(this, code);
      };

      function opening(this: TokenizeContext, code: Code): State | undefined {
        if (size < 2) {
          size += 1;
          effects.consume(code);
          return opening.bind(this);
        }
        effects.exit('signFence');
        if (this.interrupt === true) {
          effects.exit(type);
          return ok(code);
        }
        return content(code);
      }
      function content(code: Code): State | undefined {
        if (code === null) return end(code);
        if (isLineEnd(code)) {
          endLine();
          return effects.attempt(nextLine, content, end)(code);
        }
        if (code === sign && !isEscaped) {
          // A line's token can't stay open while another is tried.
          endLine();
          return effects.attempt(closing, end, inside)(code);
        }
        return inside(code);
      }
      function inside(code: Code): State | undefined {
        if (!isInLine) effects.enter('signLine');
        isInLine = true;
        const isRun = code === sign && !isEscaped;
        isEscaped = code === backslash && !isEscaped && sign === dollar;
        effects.consume(code);
        return isRun ? run : content;
      }
      // A run of more or fewer than two signs closes nothing.
      function run(code: Code): State | undefined {
        if (code !== sign) return content(code);
        effects.consume(code);
        return run;
      }
      function endLine(): void {
        if (isInLine) effects.exit('signLine');
        isInLine = false;
        isEscaped = false;
      }
      function end(code: Code): State | undefined {
        endLine();
        effects.exit(type);
        return ok(code);
      }
    },
  };
}
