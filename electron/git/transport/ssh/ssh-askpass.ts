import { execFile } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { mkdtemp, open, readdir, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { diskError } from '../../whole-file.ts';
import { isProcessAlive } from '../../leftovers.ts';
import type { RemoteAccess, RemoteQuestion } from '../access.ts';
import { cleanRemoteText } from '../remote-text.ts';

type Ask = NonNullable<RemoteAccess['ask']>;

const folderPrefix = 'commonplace-ssh-';
/** Neither waits for the other side nor ends when it leaves. */
const bothWays = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW;
const maxPromptBytes = 2000;
const maxWaitingBytes = 16 * 1024;

/**
 * Hands SSH's question to the app and prints the answer. A shell script, because this program may
 * be inside Electron, where no second node can be had. It ends when the app is gone.
 */
const script = `#!/bin/sh
[ "$SSH_ASKPASS_PROMPT" = none ] && exit 0
umask 077
here="\${0%/*}"
mkfifo "$here/answer.$$" || exit 1
( while kill -0 ${process.pid} 2>/dev/null; do sleep 1; done; kill $$ ) >/dev/null 2>&1 </dev/null &
guard=$!
printf '%s\\0%s\\0%.${maxPromptBytes}s\\0' "$$" "$SSH_ASKPASS_PROMPT" "$1" >"$here/questions"
IFS= read -r line <"$here/answer.$$"
kill $guard 2>/dev/null
case $line in
  y*) printf '%s\\n' "\${line#y}" ;;
  *) exit 1 ;;
esac
`;

/** What a person answered in one job, so that its second connection need not ask again. */
const remembered = new WeakMap<Ask, Map<string, string>>();

/** The way by which one SSH asks the person. POSIX only. Close it. */
export class Askpass {
  readonly #dir: string;
  readonly #ask: Ask;
  readonly #onAsking: (isAsking: boolean) => void;
  readonly #questions: Socket;
  readonly #answers: FileHandle[] = [];
  readonly #closing = new AbortController();
  readonly #given = new Map<string, string>();
  #waiting = Buffer.alloc(0);
  #isUnanswered = false;

  private constructor(
    dir: string,
    questions: Socket,
    ask: Ask,
    onAsking: (isAsking: boolean) => void,
  ) {
    this.#dir = dir;
    this.#ask = ask;
    this.#onAsking = onAsking;
    this.#questions = questions;
    questions.on('error', () => undefined);
    questions.on('data', (bytes: Buffer) => this.#take(bytes));
  }

  /** @param onAsking called when a person begins to be waited for, and when they have answered */
  static async open(ask: Ask, onAsking: (isAsking: boolean) => void): Promise<Askpass> {
    await removeLeftQuestions();
    // For this person's eyes only: mkdtemp makes it so.
    const dir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
    try {
      await writeFile(join(dir, 'ask'), script, { mode: 0o700 });
      const pipe = join(dir, 'questions');
      await promisify(execFile)('mkfifo', ['-m', '600', pipe]);
      // The socket owns the descriptor from here on, and closes it.
      const fd = openSync(pipe, bothWays);
      const questions = new Socket({ fd, readable: true, writable: false });
      return new Askpass(dir, questions, ask, onAsking);
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw diskError('write to', dir, error);
    }
  }

  /** What SSH must find in its environment. */
  get environment(): Readonly<Record<string, string>> {
    return {
      SSH_ASKPASS: join(this.#dir, 'ask'),
      SSH_ASKPASS_REQUIRE: 'force',
      // Older versions ask this way only where they believe there is a screen.
      DISPLAY: process.env['DISPLAY'] ?? ':0',
    };
  }

  get isUnanswered(): boolean {
    return this.#isUnanswered;
  }

  /** The answers were right: the job's next connection may use them. */
  remember(): void {
    const answers = remembered.get(this.#ask) ?? new Map<string, string>();
    for (const [prompt, answer] of this.#given) answers.set(prompt, answer);
    remembered.set(this.#ask, answers);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#questions.destroy();
    await Promise.all(this.#answers.map((handle) => handle.close()));
    await rm(this.#dir, { recursive: true, force: true, maxRetries: 3 });
  }

  #take(bytes: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    for (;;) {
      const parts = this.#waiting.toString('latin1').split('\0', 3);
      const length = parts.reduce((sum, part) => sum + part.length + 1, 0);
      if (parts.length < 3 || length > this.#waiting.length) break;
      const prompt = this.#waiting.toString(
        'utf8',
        length - (parts[2] ?? '').length - 1,
        length - 1,
      );
      this.#waiting = this.#waiting.subarray(length);
      void this.#answer(parts[0] ?? '', parts[1] ?? '', prompt).catch(() => undefined);
    }
    if (this.#waiting.length > maxWaitingBytes) this.#waiting = Buffer.alloc(0);
  }

  async #answer(process: string, hint: string, prompt: string): Promise<void> {
    if (!/^\d+$/u.test(process)) return;
    const answer = await this.#answerTo(questionOf(prompt, hint));
    if (this.#closing.signal.aborted) return;
    const handle = await open(join(this.#dir, `answer.${process}`), bothWays);
    this.#answers.push(handle);
    const line = answer === null ? 'n' : `y${answer.replace(/[\r\n\0]/gu, '')}`;
    await handle.write(`${line}\n`);
  }

  async #answerTo(question: RemoteQuestion): Promise<string | null> {
    const { kind, prompt } = question;
    const known = remembered.get(this.#ask)?.get(prompt);
    // Asked twice in one connection: the first answer was wrong.
    const isAgain = this.#given.has(prompt);
    if (kind === 'secret' && known !== undefined && !isAgain) {
      this.#given.set(prompt, known);
      return known;
    }
    this.#onAsking(true);
    const answer = await this.#ask(question, this.#closing.signal).catch(() => null);
    this.#onAsking(false);
    if (answer === null) this.#isUnanswered = true;
    else if (kind === 'secret') this.#given.set(prompt, answer);
    return kind === 'confirm' && answer !== null ? 'yes' : answer;
  }
}

function questionOf(prompt: string, hint: string): RemoteQuestion {
  return { kind: kindOf(prompt, hint), prompt: cleanRemoteText(prompt, 1000) };
}

function kindOf(prompt: string, hint: string): RemoteQuestion['kind'] {
  if (hint === 'confirm' || /\(yes\/no/iu.test(prompt)) return 'confirm';
  if (/pass(?:phrase|word|code)|\bPIN\b|\botp\b|verification code|token/iu.test(prompt)) {
    return 'secret';
  }
  return 'text';
}

async function removeLeftQuestions(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch((): string[] => [])) {
    const pid = /^commonplace-ssh-(\d+)-/u.exec(name)?.[1];
    if (pid === undefined || isProcessAlive(Number(pid))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}
