import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, parse } from 'node:path';
import type { Credentials, SecretStore } from '../ports.ts';

const answerWithinMs = 10_000;
const maxAnswerBytes = 64 * 1024;

/**
 * Adds what the person's own git remembers (its credential helpers) to a store.
 *
 * git is only asked, without ever asking the person, and never told anything. What is kept in `store`
 * goes first; after a `delete` git is not asked for that origin again, or signing out would do nothing.
 */
export function withGitCredentials(store: SecretStore, env: NodeJS.ProcessEnv): SecretStore {
  const signedOut = new Set<string>();
  return {
    kind: store.kind,
    async get(origin) {
      const kept = await store.get(origin);
      return kept ?? (signedOut.has(origin) ? null : fill(origin, env));
    },
    set: (origin, credentials) => store.set(origin, credentials),
    async delete(origin) {
      signedOut.add(origin);
      await store.delete(origin);
    },
  };
}

function questionFor(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const { protocol, host } = new URL(origin);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  return `protocol=${protocol.slice(0, -1)}\nhost=${host}\n\n`;
}

function parseAnswer(text: string): Credentials | null {
  const fields = new Map(
    text.split('\n').map((line) => {
      const [name = '', ...value] = line.split('=');
      return [name, value.join('=')] as const;
    }),
  );
  const username = fields.get('username');
  const password = fields.get('password');
  if (username === undefined || password === undefined || password === '') return null;
  return { username, password };
}

/** Null also when there is no git, no helper knows the origin, or one would have to ask. */
function fill(origin: string, env: NodeJS.ProcessEnv): Promise<Credentials | null> {
  const question = questionFor(origin);
  if (question === null) return Promise.resolve(null);
  const root = parse(homedir()).root;
  return new Promise((resolve) => {
    const child = spawn('git', ['-c', 'credential.interactive=false', 'credential', 'fill'], {
      // The settings of no repository have a say in which program is run.
      cwd: root,
      env: {
        ...env,
        GIT_DIR: join(root, 'no-repository'),
        GIT_TERMINAL_PROMPT: '0',
        GIT_ASKPASS: '', // empty: git looks for no other program that could ask
        GCM_INTERACTIVE: 'never',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: answerWithinMs,
      windowsHide: true,
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.length > maxAnswerBytes) child.kill();
    });
    child.stdin.on('error', () => undefined); // git ended without reading the question
    child.stdin.end(question);
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? parseAnswer(text) : null));
  });
}
