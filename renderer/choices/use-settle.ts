import { useState } from 'react';
import type { Input } from '../../shared/contract/methods.ts';
import type { Oid, WikiId } from '../../shared/contract/values.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';
import { toast } from '../ui/Toast.tsx';

type Decision = Input<'choice.settle'>['decision'];

const newerWords =
  'The page changed meanwhile, so this was not applied. Look at the versions again.';

/** Hands a decision to the core and says what came of it. `problem` is for the screen to show. */
export function useSettle(wiki: WikiId, path: string) {
  const api = useApi();
  const refresh = useRefresh();
  const askAuthor = useAskAuthor();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const look = () => {
    for (const query of ['choice.list', 'choice.read', 'page.read', 'sync.status'] as const) {
      refresh(query);
    }
  };
  const reopen = async (commit: Oid): Promise<void> => {
    try {
      const outcome = await api.request('choice.reopen', { wiki, commit });
      if (outcome.kind === 'needsAuthor') {
        if (await askAuthor(wiki)) await reopen(commit);
        return;
      }
      look();
      if (outcome.kind === 'changed') {
        toast({
          kind: 'error',
          title: 'The page changed since, so this stays. Its history has the other versions.',
        });
      }
    } catch (error) {
      toast({ kind: 'error', title: failureMessage(error) });
    }
  };
  const settle = async (decision: Decision): Promise<boolean> => {
    setIsBusy(true);
    setProblem(null);
    try {
      const outcome = await api.request('choice.settle', { wiki, path, decision });
      switch (outcome.kind) {
        case 'settled':
          toast({
            kind: 'success',
            title:
              outcome.remaining === 0
                ? 'Settled. No other choice is open.'
                : `Settled. ${String(outcome.remaining)} more ${outcome.remaining === 1 ? 'choice is' : 'choices are'} open.`,
            action: { label: 'Undo', run: () => void reopen(outcome.commit) },
          });
          look();
          return true;
        case 'stale':
        case 'changed':
          look();
          setProblem(newerWords);
          return false;
        case 'needsAuthor':
          return (await askAuthor(wiki)) ? await settle(decision) : false;
      }
    } catch (error) {
      setProblem(failureMessage(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { settle, isBusy, problem };
}
