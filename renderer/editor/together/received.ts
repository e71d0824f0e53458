import type { Steps } from '../past/steps.ts';

/** Makes another text of the text that stands now; null: it can't. */
export type Join = (now: string) => Promise<string | null>;

/** What became of an attempt to put another text in place of the one on the screen. */
export type Received =
  | {
      readonly kind: 'put';
      readonly before: string;
      readonly after: string;
      /** The editor's history up to here, where it begins anew. */
      readonly own: Steps;
    }
  /** It can't be put in place: an editor must be opened over it. */
  | {
      readonly kind: 'reopen';
      readonly before: string;
      readonly after: string;
      readonly own: Steps;
    }
  /** The text now can't be joined with anything by itself. */
  | { readonly kind: 'declined' }
  /** The text would not read back as the editor shows it. */
  | { readonly kind: 'unfaithful' }
  /** The person is amid something that must not be disturbed: later. */
  | { readonly kind: 'busy' };
