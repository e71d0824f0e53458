import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mathText: 'mathText';
    commentText: 'commentText';
  }
}

const dollar = 36;
const percent = 37;
const backslash = 92;

const isLineEnd = (code: Code): boolean => code !== null && code < -2;
const isSpace = (code: Code): boolean => code === null || code < 0 || code === 32;
const isDigit = (code: Code): boolean => code !== null && code >= 48 && code <= 57;
const isLetter = (code: Code): boolean =>
  code !== null && ((code >= 65 && code <= 90) || (code >= 97 && code <= 122));

// `$5 for one or 8$`: an amount, then words, and none of the signs that formulas are made of.
function isPrice(inner: string): boolean {
  return (
    /^\d/.test(inner) && /\s/.test(inner) && /\p{L}{2}/u.test(inner) && !/[\\^_={}]/.test(inner)
  );
}

function isEscaped(context: TokenizeContext): boolean {
  return context.events.at(-1)?.[1].type === 'characterEscape';
}

/**
 * A formula in a line: `$x$`, or `$$x$$` to be shown larger. No space inside the ends and, after one
 * dollar, no digit: amounts of money stay what they are.
 */
const mathText: Construct = {
  name: 'mathText',
  tokenize(this: TokenizeContext, effects, ok, nok) {
    let size = 0;
    let closingSize = 0;
    let inner = '';
    return (code: Code) => {
      if (this.previous === dollar && !isEscaped(this)) return nok(code);
      effects.enter('mathText');
      return opening(code);
    };

    function opening(code: Code): State | undefined {
      if (code === dollar) {
        size += 1;
        effects.consume(code);
        return size > 2 ? nok : opening;
      }
      return size === 1 && isSpace(code) ? nok(code) : content(code);
    }
    function content(code: Code): State | undefined {
      if (code === null || isLineEnd(code)) return nok(code);
      if (code === dollar) {
        closingSize = 0;
        return closing(code);
      }
      inner += code < 0 ? ' ' : String.fromCharCode(code);
      effects.consume(code);
      return code === backslash ? escaped : content;
    }
    function escaped(code: Code): State | undefined {
      if (code === null || isLineEnd(code)) return nok(code);
      inner += code < 0 ? ' ' : String.fromCharCode(code);
      effects.consume(code);
      return content;
    }
    function closing(code: Code): State | undefined {
      if (code === dollar) {
        closingSize += 1;
        effects.consume(code);
        return closing;
      }
      if (closingSize !== size) {
        // One dollar can't be a part of what stands between two others.
        if (size === 1) return nok(code);
        inner += '$'.repeat(closingSize);
        return content(code);
      }
      const isFormula =
        size === 2 ? inner.trim() !== '' : !/\s$/.test(inner) && !isDigit(code) && !isPrice(inner);
      if (!isFormula) return nok(code);
      effects.exit('mathText');
      return ok(code);
    }
  },
};

/** `%%a note of the writers%%`, which readers don't see. After a letter or a digit it is a percentage. */
const commentText: Construct = {
  name: 'commentText',
  tokenize(this: TokenizeContext, effects, ok, nok) {
    let size = 0;
    let hasText = false;
    return (code: Code) => {
      const isAfterWord = isDigit(this.previous) || isLetter(this.previous);
      if (isAfterWord || (this.previous === percent && !isEscaped(this))) return nok(code);
      effects.enter('commentText');
      effects.enter('signLine');
      return opening(code);
    };

    function opening(code: Code): State | undefined {
      if (code === percent) {
        size += 1;
        effects.consume(code);
        return size > 2 ? nok : opening;
      }
      return size < 2 ? nok(code) : content(code);
    }
    function content(code: Code): State | undefined {
      if (code === null) return nok(code);
      if (code === percent) {
        size = 0;
        return closing(code);
      }
      if (isLineEnd(code)) {
        effects.exit('signLine');
        effects.enter('lineEnding');
        effects.consume(code);
        effects.exit('lineEnding');
        effects.enter('signLine');
        return content;
      }
      hasText ||= !isSpace(code);
      effects.consume(code);
      return content;
    }
    function closing(code: Code): State | undefined {
      if (code === percent) {
        size += 1;
        effects.consume(code);
        return closing;
      }
      if (size !== 2) {
        hasText = true;
        return content(code);
      }
      if (!hasText) return nok(code);
      effects.exit('signLine');
      effects.exit('commentText');
      return ok(code);
    }
  },
};

/** Formulas and comments among words. */
export const signTextSyntax: Extension = { text: { [dollar]: mathText, [percent]: commentText } };
