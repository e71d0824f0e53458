import { useEffect, useRef, useState } from 'react';
import { AppError } from '../../shared/contract/errors.ts';
import type { JobResult } from '../../shared/contract/methods.ts';
import type { RemoteKind } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { cleanAddress } from '../client/address.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import type { Credentials } from '../client/SignInFields.tsx';
import { placeName, testWords, type TestWords } from './place-words.ts';

type TestResult = JobResult<'sync.testRemote'>;

/** Where the adding of a place stands. */
export type PlaceStep =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'testing' | 'setting' }
  /** `isHeld`: the person asked to share there, and should know this first. */
  | { readonly kind: 'tested'; readonly words: TestWords; readonly isHeld: boolean }
  | { readonly kind: 'signIn'; readonly host: string; readonly problem: string | null }
  | { readonly kind: 'create'; readonly dir: string };

export interface PlaceDraft {
  readonly way: RemoteKind;
  readonly address: string;
  /** What the person calls it; empty for a name that says where it is. */
  readonly name: string;
}

/** Tests a place and sets it, as the first step that needs the person tells. */
export function usePlace(options: {
  readonly wiki: WikiId;
  /** The place whose address is changed; null to add one. */
  readonly changed: string | null;
  readonly onSet: (name: string) => void;
}) {
  const { wiki, changed } = options;
  const api = useApi();
  const [step, setStep] = useState<PlaceStep>({ kind: 'ask', problem: null });
  const stop = useRef<(() => void) | null>(null);
  // A dialog that goes away must leave no question to a server behind.
  useEffect(() => () => stop.current?.(), []);

  const ask = (problem: string | null = null) => setStep({ kind: 'ask', problem });

  const set = async (draft: PlaceDraft, create: boolean) => {
    setStep({ kind: 'setting' });
    const url = cleanAddress(draft.address);
    try {
      const answer =
        changed === null
          ? await api.request('sync.addRemote', { wiki, url, name: placeName(draft.name), create })
          : await api.request('sync.changeRemote', { wiki, name: changed, url, create });
      if (answer.kind === 'set') options.onSet(answer.name);
      else if (answer.kind === 'needsCreate') setStep({ kind: 'create', dir: answer.dir });
      else ask(answer.message);
    } catch (error) {
      ask(failureMessage(error));
    }
  };

  const tested = async (draft: PlaceDraft): Promise<TestResult | null> => {
    setStep({ kind: 'testing' });
    try {
      return await api.runJob(
        'sync.testRemote',
        { wiki, url: cleanAddress(draft.address) },
        {
          onStart: (cancel) => {
            stop.current = cancel;
          },
        },
      );
    } catch (error) {
      ask(error instanceof AppError && error.code === 'CANCELLED' ? null : failureMessage(error));
      return null;
    } finally {
      stop.current = null;
    }
  };

  /** Shows what a test found, or asks to sign in. */
  const show = (result: TestResult, way: RemoteKind, isHeld: boolean) => {
    if (result.kind === 'signIn' && way === 'web') {
      setStep({ kind: 'signIn', host: result.host, problem: null });
    } else {
      setStep({ kind: 'tested', words: testWords(result, way), isHeld });
    }
  };

  const test = async (draft: PlaceDraft) => {
    const result = await tested(draft);
    if (result !== null) show(result, draft.way, false);
  };

  /** Sets the place if the test finds nothing that a person should know first. */
  const share = async (draft: PlaceDraft) => {
    const result = await tested(draft);
    if (result === null) return;
    const isSound = result.kind === 'reached' && (result.isEmpty || result.isRelated === true);
    // A folder without a shared copy is no place yet, and adding it offers to make one.
    const isNewFolder = result.kind === 'failed' && draft.way === 'folder';
    if (isSound || isNewFolder) await set(draft, false);
    else show(result, draft.way, true);
  };

  const signIn = async (draft: PlaceDraft, { username, password }: Credentials) => {
    const url = cleanAddress(draft.address);
    try {
      await api.request('sync.signInTo', { url, username: username.trim(), password });
    } catch (error) {
      const host = step.kind === 'signIn' ? step.host : '';
      setStep({ kind: 'signIn', host, problem: failureMessage(error) });
      return;
    }
    const result = await tested(draft);
    if (result?.kind === 'signIn') {
      setStep({
        kind: 'signIn',
        host: result.host,
        problem: 'That name and password were not accepted. Check them and try again.',
      });
    } else if (result !== null) show(result, draft.way, false);
  };

  return { step, ask, set, test, share, signIn, stop: () => stop.current?.() };
}
