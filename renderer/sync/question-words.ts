import { assertNever } from '../../shared/contract/errors.ts';
import type { Question } from '../../shared/contract/methods-sync.ts';

export interface QuestionWords {
  readonly title: string;
  /** What is asked and what an answer means. */
  readonly about: string;
  /** What to compare letter by letter with what the server's owner says; null where there is none. */
  readonly fingerprint: string | null;
  readonly label: string;
  readonly yes: string;
}

const place = (about: string) => (about === '' ? 'the server' : about);

function confirmWords({ prompt, about }: Question): QuestionWords {
  const host = /authenticity of host '([^'\s]+)/i.exec(prompt)?.[1] ?? null;
  const fingerprint = /\b(?:SHA256:[\w+/=]{20,}|MD5:[0-9a-f:]{30,})/i.exec(prompt)?.[0] ?? null;
  if (host === null && fingerprint === null) {
    return {
      title: `SSH asks about ${place(about)}`,
      about: 'Say yes only if you know what this is about.',
      fingerprint: null,
      label: '',
      yes: 'Yes',
    };
  }
  return {
    title: `Is this really ${host ?? place(about)}?`,
    about:
      'This computer has not talked to that server before. It shows the fingerprint below. Compare it with the one that the server’s owner gives: on the web, or by a person you trust. If they are the same, it is the right server, and you are not asked again. If not, or if you are not sure, do not go on: somebody could be listening in between.',
    fingerprint,
    label: '',
    yes: 'It is the same: go on',
  };
}

function secretWords({ prompt, about }: Question): QuestionWords {
  const key = /passphrase for (?:key )?'?([^':]+)/i.exec(prompt)?.[1] ?? null;
  if (key !== null) {
    return {
      title: 'Unlock your SSH key',
      about: `Your key ${key} is locked with a passphrase. It is needed to reach ${place(about)}, and it is not kept.`,
      fingerprint: null,
      label: 'Passphrase',
      yes: 'Unlock',
    };
  }
  if (/\bPIN\b/.test(prompt)) {
    return {
      title: 'Unlock your security key',
      about: `Its PIN is needed to reach ${place(about)}, and it is not kept.`,
      fingerprint: null,
      label: 'PIN',
      yes: 'Unlock',
    };
  }
  return {
    title: `Sign in to ${place(about)}`,
    about: 'The server asks for the password of your account there. It is not kept.',
    fingerprint: null,
    label: /password/i.test(prompt) ? 'Password' : 'Answer',
    yes: 'Go on',
  };
}

/** A question of the person's SSH, in plain words. */
export function questionWords(question: Question): QuestionWords {
  switch (question.kind) {
    case 'confirm':
      return confirmWords(question);
    case 'secret':
      return secretWords(question);
    case 'text':
      return {
        title: `SSH asks about ${place(question.about)}`,
        about: 'Your answer goes to the server only.',
        fingerprint: null,
        label: 'Answer',
        yes: 'Go on',
      };
    default:
      return assertNever(question.kind);
  }
}
