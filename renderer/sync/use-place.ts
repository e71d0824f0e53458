import { useRef, useState } from 'react';
import type { JobResult } from '../../shared/contract/methods.ts';
import type { RemoteKind } from '../../shared/contract/methods-sync.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { cleanAddress } from '../client/address.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi } from '../client/queries.ts';
import type { Credentials } from '../client/SignInFields.tsx';
import { useStoppableJob } from '../client/use-stoppable-job.ts';
import { placeName, testWords, type TestWords } from './place-words.ts';

type TestResult = JobResult<'sync.testRemote'>;

type Purpose = 'test' | 'share';

/** Where the adding of a place stands. */
export type PlaceStep =
  | { readonly kind: 'ask'; readonly problem: string | null }
  | { readonly kind: 'testing' | 'setting' }
  /** `isHeld`: the person asked to share there, and should know this first. */
  | { readonly kind: 'tested'; readonly words: TestWords; readonly isHeld: boolean }
  /** `isBusy`: a name and a password are being tried. `purpose`: what the person asked for. */
  | {
      readonly kind: 'signIn';
      readonly host: string;
      readonly purpose: Purpose;
      readonly problem: string | null;
      readonly isBusy: boolean;
    }
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
  const job = useStoppableJob('sync.testRemote');
  const [step, setStep] = useState<PlaceStep>({ kind: 'ask', problem: null });
  // An answer about an address that has been changed since must not set that address.
  const turn = useRef(0);
  const begin = () => {
    turn.current += 1;
    const own = turn.current;
    return () => turn.current === own;
  };

  const ask = (problem: string | null = null) => {
    begin();
    job.stop();
    setStep({ kind: 'ask', problem });
  };

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

  /** Null where there is no answer to act on; then the step is right already. */
  const tested = async (
    draft: PlaceDraft,
    isCurrent: () => boolean,
  ): Promise<TestResult | null> => {
    const end = await job.run({ wiki, url: cleanAddress(draft.address) });
    if (end === null || !isCurrent()) return null;
    if (end.kind === 'done') return end.result;
    ask(end.kind === 'failed' ? end.error.message : null);
    return null;
  };

  /** Goes on after a test: sets a sound place, or shows what the person should know first. */
  const goOn = async (result: TestResult, draft: PlaceDraft, purpose: Purpose) => {
    const { way } = draft;
    if (result.kind === 'signIn' && way === 'web') {
      setStep({ kind: 'signIn', host: result.host, purpose, problem: null, isBusy: false });
      return;
    }
    const isSound = result.kind === 'reached' && (result.isEmpty || result.isRelated === true);
    // A folder without a shared copy is no place yet, and adding it offers to make one.
    const isNewFolder = result.kind === 'failed' && way === 'folder';
    const isShare = purpose === 'share';
    if (isShare && (isSound || isNewFolder)) await set(draft, false);
    else setStep({ kind: 'tested', words: testWords(result, way), isHeld: isShare });
  };

  const check = async (draft: PlaceDraft, purpose: Purpose) => {
    const isCurrent = begin();
    setStep({ kind: 'testing' });
    const result = await tested(draft, isCurrent);
    if (result !== null) await goOn(result, draft, purpose);
  };

  const signIn = async (draft: PlaceDraft, { username, password }: Credentials) => {
    if (step.kind !== 'signIn' || step.isBusy) return;
    const isCurrent = begin();
    setStep({ ...step, problem: null, isBusy: true });
    const url = cleanAddress(draft.address);
    try {
      await api.request('sync.signInTo', { url, username: username.trim(), password });
    } catch (error) {
      if (isCurrent()) setStep({ ...step, problem: failureMessage(error), isBusy: false });
      return;
    }
    if (!isCurrent()) return;
    const result = await tested(draft, isCurrent);
    if (result?.kind === 'signIn') {
      setStep({
        ...step,
        host: result.host,
        problem: 'That name and password were not accepted. Check them and try again.',
        isBusy: false,
      });
    } else if (result !== null) await goOn(result, draft, step.purpose);
  };

  return {
    step,
    ask,
    set,
    test: (draft: PlaceDraft) => check(draft, 'test'),
    share: (draft: PlaceDraft) => check(draft, 'share'),
    signIn,
    stop: job.stop,
  };
}
