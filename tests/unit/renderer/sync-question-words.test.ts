import { expect, test } from 'vitest';
import { questionWords } from '../../../renderer/sync/question-words.ts';

const ask = (kind: 'secret' | 'text' | 'confirm', prompt: string) =>
  questionWords({ id: '1', kind, prompt, about: 'codeberg.org' });

test('an unknown server is asked about with its fingerprint and what that is for', () => {
  const words = ask(
    'confirm',
    `The authenticity of host 'codeberg.org (217.197.84.140)' can't be established.
ED25519 key fingerprint is SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g.
This key is not known by any other names.
Are you sure you want to continue connecting (yes/no/[fingerprint])? `,
  );
  expect(words.title).toBe('Is this really codeberg.org?');
  expect(words.fingerprint).toBe('SHA256:mIlxA9k46MmM6qdJOdMnAQpzGxF4WIVVL+fj+wZbw0g');
  expect(words.about).toContain('Compare it');
});

test('another question to confirm is not dressed up as one about a fingerprint', () => {
  const words = ask('confirm', 'Allow use of key?');
  expect(words.fingerprint).toBeNull();
  expect(words.title).toBe('SSH asks about codeberg.org');
});

test('a passphrase names the key that it unlocks', () => {
  const words = ask('secret', "Enter passphrase for key '/home/ana/.ssh/id_ed25519': ");
  expect(words.label).toBe('Passphrase');
  expect(words.about).toContain('/home/ana/.ssh/id_ed25519');
});

test('a PIN, a password and anything else are called what they are', () => {
  expect(ask('secret', 'Enter PIN for ED25519-SK key: ').label).toBe('PIN');
  expect(ask('secret', "git@codeberg.org's password: ").label).toBe('Password');
  expect(ask('secret', 'Verification code: ').label).toBe('Answer');
  expect(ask('text', 'Which one? ').title).toBe('SSH asks about codeberg.org');
});
