import { useState } from 'react';
import type { Input } from '../../shared/contract/methods.ts';
import type { WikiId } from '../../shared/contract/values.ts';
import { navigate } from '../app/routes.ts';
import { useAskAuthor } from '../client/AuthorDialog.tsx';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useRefresh } from '../client/queries.ts';
import { toast } from '../ui/Toast.tsx';

type Decision = Input<'choice.decide'>['decision'];

/** Hands a decision to the core and says what came of it. `problem` is for the screen to show. */
export function useDecide(wiki: WikiId, path: string) {
  const api = useApi();
  const refresh = useRefresh();
  const askAuthor = useAskAuthor();
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const decide = async (decision: Decision): Promise<boolean> => {
    setIsBusy(true);
    setProblem(null);
    try {
      const outcome = await api.request('choice.decide', { wiki, path, decision });
      switch (outcome.kind) {
        case 'joined':
          toast({
            kind: 'success',
            title: 'Both versions are joined. Share now to send the result.',
          });
          break;
        case 'decided':
          toast({
            title:
              outcome.remaining === 1
                ? 'Kept. One more choice is open.'
                : `Kept. ${outcome.remaining} more choices are open.`,
          });
          break;
        case 'changed':
          refresh('choice.read');
          setProblem(
            'Newer changes came meanwhile, so this was not applied. Look at the sections again.',
          );
          return false;
        case 'needsAuthor':
          return (await askAuthor(wiki)) ? await decide(decision) : false;
      }
      refresh('choice.list');
      refresh('sync.status');
      navigate({ kind: 'share', wiki });
      return true;
    } catch (error) {
      setProblem(failureMessage(error));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  return { decide, isBusy, problem };
}
