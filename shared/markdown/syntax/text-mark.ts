import { classifyCharacter } from 'micromark-util-classify-character';
import { resolveAll } from 'micromark-util-resolve-all';
import type {
  Code,
  Construct,
  Event,
  Extension,
  Resolver,
  State,
  Token,
  TokenizeContext,
} from 'micromark-util-types';

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    textMark: 'textMark';
    textMarkSequence: 'textMarkSequence';
    /** Not known yet to belong to another. */
    textMarkCandidate: 'textMarkCandidate';
    textMarkText: 'textMarkText';
  }
}

const equals = 61;
const punctuation = 2;

/** `==` that may begin or end marked words. Three or more are none: people draw lines with them. */
const textMark: Construct = {
  name: 'textMark',
  resolveAll: pairUp,
  tokenize(this: TokenizeContext, effects, ok, nok) {
    const { previous } = this;
    const isEscaped = this.events.at(-1)?.[1].type === 'characterEscape';
    let size = 0;
    return begin;

    function begin(code: Code): State | undefined {
      if (previous === equals && !isEscaped) return nok(code);
      effects.enter('textMarkCandidate');
      return sequence(code);
    }
    function sequence(code: Code): State | undefined {
      if (code === equals) {
        size += 1;
        effects.consume(code);
        return sequence;
      }
      if (size !== 2) return nok(code);
      const token = effects.exit('textMarkCandidate');
      const before = classifyCharacter(previous);
      const after = classifyCharacter(code);
      token._open = after === undefined || (after === punctuation && before !== undefined);
      token._close = before === undefined || (before === punctuation && after !== undefined);
      return ok(code);
    }
  },
};

/** Each closing sequence belongs to the nearest opening one before it; what stays alone is text. */
function pairUp(events: Event[], context: TokenizeContext): ReturnType<Resolver> {
  const openers: number[] = [];
  for (let index = 0; index < events.length; index += 1) {
    const [kind, token] = events[index] ?? [];
    if (kind !== 'enter' || token?.type !== 'textMarkCandidate') continue;
    const opener = token._close === true ? openers.pop() : undefined;
    if (opener === undefined) {
      if (token._open === true) openers.push(index);
      continue;
    }
    const made = marked(events.slice(opener, index + 2), context);
    events.splice(opener, index + 2 - opener, ...made);
    index = opener + made.length - 1;
  }
  for (const [, token] of events) if (token.type === 'textMarkCandidate') token.type = 'data';
  return events;
}

/** The events of one mark, from those between the start of its first and the end of its last sequence. */
function marked(events: readonly Event[], context: TokenizeContext): Event[] {
  const [first, second, ...rest] = events;
  const last = rest.slice(-2);
  const inside = rest.slice(0, -2);
  const opening = first?.[1];
  const closing = last[0]?.[1];
  if (first === undefined || second === undefined || opening === undefined || closing === undefined)
    return [...events];
  opening.type = 'textMarkSequence';
  closing.type = 'textMarkSequence';
  const whole: Token = { type: 'textMark', start: { ...opening.start }, end: { ...closing.end } };
  const text: Token = {
    type: 'textMarkText',
    start: { ...opening.end },
    end: { ...closing.start },
  };
  const spans = context.parser.constructs.insideSpan.null ?? [];
  return [
    ['enter', whole, context],
    first,
    second,
    ['enter', text, context],
    ...resolveAll(spans, inside, context),
    ['exit', text, context],
    ...last,
    ['exit', whole, context],
  ];
}

/** `==marked words==`. */
export const textMarkSyntax: Extension = {
  text: { [equals]: textMark },
  insideSpan: { null: [textMark] },
  attentionMarkers: { null: [equals] },
};
