import './QuestionDialog.css';
import { useState } from 'react';
import type { Question } from '../../shared/contract/methods-sync.ts';
import { failureMessage } from '../client/failure-message.ts';
import { useApi, useCore, useRefresh } from '../client/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { questionWords } from './question-words.ts';

/** Asks what the person's SSH wants to know, wherever in the app they are; once in the app. */
export function QuestionDialog() {
  const { data } = useCore('ask.list', {});
  const question = data?.questions[0];
  if (question === undefined) return null;
  return <Asked key={question.id} question={question} />;
}

function Asked({ question }: { readonly question: Question }) {
  const api = useApi();
  const refresh = useRefresh();
  const [typed, setTyped] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const words = questionWords(question);
  const answer = async (value: string | null) => {
    if (isBusy) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await api.request('ask.answer', { id: question.id, answer: value });
      refresh('ask.list');
    } catch (error) {
      setFailure(failureMessage(error));
      setIsBusy(false);
    }
  };
  return (
    <Dialog
      title={words.title}
      open
      onOpenChange={(open) => {
        if (!open) void answer(null);
      }}
    >
      <form
        className="cp-question"
        onSubmit={(event) => {
          event.preventDefault();
          void answer(question.kind === 'confirm' ? 'yes' : typed);
        }}
      >
        <p>{words.about}</p>
        {words.fingerprint !== null && (
          <p className="cp-question-fingerprint">
            <span>Fingerprint</span>
            <code>{words.fingerprint}</code>
          </p>
        )}
        {question.kind !== 'confirm' && (
          <TextField
            label={words.label}
            type={question.kind === 'secret' ? 'password' : 'text'}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onValueChange={setTyped}
          />
        )}
        <details>
          <summary>What SSH said</summary>
          <p className="cp-question-prompt">{question.prompt}</p>
        </details>
        {failure !== null && <Notice kind="error" title={failure} />}
        <footer>
          <Button onClick={() => void answer(null)}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {words.yes}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
