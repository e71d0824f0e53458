import type { CompileContext, Extension as FromMarkdown, Token } from 'mdast-util-from-markdown';
import type { gfm } from 'micromark-extension-gfm';
import type { Literal } from 'mdast';
import { parseWikilink } from '../../wiki/wikilink.ts';

/** `[[target|label]]`. */
export interface WikiLink extends Literal {
  type: 'wikiLink';
  /** As written between `[[` and `|`, trimmed, with its `#anchor`. */
  target: string;
  /** What a reader sees instead of the target; null when none is written. */
  label: string | null;
}

/** `![[target|label]]`: a picture or page shown in place. For a picture the label may be its size. */
export interface Embed extends Literal {
  type: 'embed';
  target: string;
  label: string | null;
}

declare module 'mdast' {
  interface PhrasingContentMap {
    wikiLink: WikiLink;
    embed: Embed;
  }
  interface RootContentMap {
    wikiLink: WikiLink;
    embed: Embed;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    wikiLink: 'wikiLink';
    wikiLinkMarker: 'wikiLinkMarker';
    wikiLinkInner: 'wikiLinkInner';
  }
}

type Syntax = ReturnType<typeof gfm>;
type Construct = Exclude<NonNullable<Syntax['text']>[number], readonly unknown[] | undefined>;
type Tokenized = ReturnType<Construct['tokenize']>;
type Code = Parameters<Tokenized>[0];
type State = Tokenized | undefined;

const bang = 33;
const open = 91;
const close = 93;

const wikilink: Construct = {
  name: 'wikilink',
  tokenize(effects, ok, nok) {
    let hasText = false;

    return begin;

    function begin(code: Code): State {
      effects.enter('wikiLink');
      effects.enter('wikiLinkMarker');
      effects.consume(code);
      return code === bang ? firstOpen : secondOpen;
    }
    function firstOpen(code: Code): State {
      if (code !== open) return nok(code);
      effects.consume(code);
      return secondOpen;
    }
    function secondOpen(code: Code): State {
      if (code !== open) return nok(code);
      effects.consume(code);
      effects.exit('wikiLinkMarker');
      return innerBegin;
    }
    function innerBegin(code: Code): State {
      if (code === null || code < 0 || code === close || code === open) return nok(code);
      effects.enter('wikiLinkInner');
      return inner(code);
    }
    // Ends at the first `]`, and never crosses a line: negative codes are line ends and tabs.
    function inner(code: Code): State {
      if (code === null || code < 0 || code === open) return nok(code);
      if (code === close) {
        if (!hasText) return nok(code);
        effects.exit('wikiLinkInner');
        effects.enter('wikiLinkMarker');
        effects.consume(code);
        return lastClose;
      }
      if (code !== 32) hasText = true;
      effects.consume(code);
      return inner;
    }
    function lastClose(code: Code): State {
      if (code !== close) return nok(code);
      effects.consume(code);
      effects.exit('wikiLinkMarker');
      effects.exit('wikiLink');
      return ok;
    }
  },
};

/** The micromark side: `[[…]]` and `![[…]]` win over every other meaning of their brackets. */
export const wikilinkSyntax: Syntax = { text: { [open]: wikilink, [bang]: wikilink } };

function exitWikiLink(this: CompileContext, token: Token): undefined {
  const source = this.sliceSerialize(token);
  const isEmbed = source.startsWith('!');
  const { target, label } = parseWikilink(source.slice(isEmbed ? 3 : 2, -2));
  const node = { type: isEmbed ? 'embed' : 'wikiLink', target, label, value: source } as const;
  this.enter(node, token);
  this.exit(token);
}

/** The mdast side; `value` is the link as written. */
export const wikilinkFromMarkdown: FromMarkdown = { exit: { wikiLink: exitWikiLink } };
