import fc from 'fast-check';

/** How a writer changes a text. `place` picks a line by its number. */
export interface Edit {
  readonly kind: 'word' | 'swap' | 'line' | 'remove' | 'row' | 'front';
  readonly place: number;
}

/** What goes wrong with a remote on the web while one sync lasts. */
export type Trouble =
  | { readonly kind: 'none' }
  | { readonly kind: 'refuse'; readonly request: Request; readonly status: number }
  | {
      readonly kind: 'cut';
      readonly request: Request;
      readonly afterBytes: number;
      readonly clean: boolean;
    }
  /** The server says nothing more until the person stops the sync. */
  | { readonly kind: 'stall'; readonly request: Request; readonly afterBytes: number }
  | { readonly kind: 'garble'; readonly request: Request; readonly at: number }
  | { readonly kind: 'redirect'; readonly isEndless: boolean }
  /** The person stops the sync when it has told of its progress so often. */
  | { readonly kind: 'stop'; readonly afterProgress: number };

export type Request = 'refs' | 'fetch' | 'push';

/** One thing that a peer does. Numbers name peers, pages and choices modulo how many there are. */
export type Step =
  | { readonly kind: 'edit'; readonly peer: number; readonly page: number; readonly edit: Edit }
  | { readonly kind: 'outside'; readonly peer: number; readonly page: number; readonly edit: Edit }
  | { readonly kind: 'create'; readonly peer: number; readonly name: number }
  | {
      readonly kind: 'rename';
      readonly peer: number;
      readonly page: number;
      readonly name: number;
    }
  | { readonly kind: 'delete'; readonly peer: number; readonly page: number }
  | { readonly kind: 'attach'; readonly peer: number; readonly name: number }
  | {
      readonly kind: 'sync';
      readonly peer: number;
      /** Null: all of the peer's remotes. */
      readonly remote: number | null;
      readonly trouble: Trouble;
    }
  | { readonly kind: 'syncTogether'; readonly peers: readonly [number, number] }
  | {
      readonly kind: 'settle';
      readonly peer: number;
      readonly choice: number;
      readonly how: 'first' | 'last' | 'both' | 'anew';
    }
  | { readonly kind: 'restart'; readonly peer: number };

/** A whole story: who shares where, and what they do. It can be told again from this alone. */
export interface Story {
  /** Where each peer shares: the first remote, the second, or both. The first peer shares with both. */
  readonly peers: readonly ('first' | 'second' | 'both')[];
  /** What the second remote is. */
  readonly second: 'web' | 'folder';
  readonly steps: readonly Step[];
}

const peer = fc.nat(5);
const page = fc.nat(30);
const request = fc.constantFrom<Request>('refs', 'fetch', 'push');
const bytes = fc.nat(1500);

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom<Edit['kind']>(
    'word',
    'word',
    'swap',
    'line',
    'line',
    'remove',
    'row',
    'front',
  ),
  place: fc.nat(30),
});

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ kind: 'none' } as const) },
  fc.record({
    kind: fc.constant('refuse' as const),
    request,
    status: fc.constantFrom(403, 404, 500, 503),
  }),
  fc.record({
    kind: fc.constant('cut' as const),
    request,
    afterBytes: bytes,
    clean: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('stall' as const), request, afterBytes: bytes }),
  fc.record({ kind: fc.constant('garble' as const), request, at: bytes }),
  fc.record({ kind: fc.constant('redirect' as const), isEndless: fc.boolean() }),
  fc.record({ kind: fc.constant('stop' as const), afterProgress: fc.nat(12) }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('edit' as const), peer, page, edit }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('outside' as const), peer, page, edit }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('create' as const), peer, name: fc.nat(7) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('rename' as const), peer, page, name: fc.nat(7) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), peer, page }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('attach' as const), peer, name: fc.nat(2) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('sync' as const),
      peer,
      remote: fc.option(fc.nat(1)),
      trouble,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('syncTogether' as const),
      peers: fc.tuple(peer, peer),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      peer,
      choice: fc.nat(5),
      how: fc.constantFrom('first', 'last', 'both', 'anew'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), peer }) },
);

/** @param maxSteps how long a story may be */
export function stories(maxSteps: number): fc.Arbitrary<Story> {
  return fc.record({
    peers: fc.array(fc.constantFrom('first', 'second', 'both'), { minLength: 2, maxLength: 5 }),
    second: fc.constantFrom('web', 'folder'),
    // Without its bias towards short ones: little happens in a short story.
    steps: fc.noBias(fc.array(step, { maxLength: maxSteps, size: 'max' })),
  });
}
