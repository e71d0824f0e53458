import type { Literal } from 'mdast';
import type { CompileContext, Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';
import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types';
import { emojiOf } from '../emoji.ts';

/** `:tada:`, the name of a sign; `value` is as it is written, with its colons. */
export interface Emoji extends Literal {
  type: 'emoji';
}

declare module 'mdast' {
  interface PhrasingContentMap {
    emoji: Emoji;
  }
  interface RootContentMap {
    emoji: Emoji;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    emojiText: 'emojiText';
  }
}

const colon = 58;
const maxName = 60;

const isOfName = (code: Code): code is number =>
  code !== null &&
  ((code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    code === 43 ||
    code === 45 ||
    code === 95);

const emojiText: Construct = {
  name: 'emojiText',
  tokenize(this: TokenizeContext, effects, ok, nok) {
    let source = ':';
    return (code: Code) => {
      effects.enter('emojiText');
      effects.consume(code);
      return name;
    };

    function name(code: Code): State | undefined {
      if (code === colon && emojiOf(`${source}:`) !== null) {
        effects.consume(code);
        effects.exit('emojiText');
        return ok;
      }
      if (!isOfName(code) || source.length > maxName) return nok(code);
      source += String.fromCharCode(code);
      effects.consume(code);
      return name;
    }
  },
};

/** Signs by the names that GitHub has for them; other words between colons are words. */
export const emojiSyntax: Extension = { text: { [colon]: emojiText } };

function enterEmoji(this: CompileContext, token: Token): undefined {
  this.enter({ type: 'emoji', value: this.sliceSerialize(token) }, token);
}

function exitEmoji(this: CompileContext, token: Token): undefined {
  this.exit(token);
}

/** The mdast side of it. */
export const emojiFromMarkdown: FromMarkdown = {
  enter: { emojiText: enterEmoji },
  exit: { emojiText: exitEmoji },
};
