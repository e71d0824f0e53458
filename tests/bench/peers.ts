import { fork, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { startGitServer } from '../helpers/git-server.ts';
import { runProgram } from './processes.ts';

const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('run'),
    dir: z.string(),
    program: z.string(),
    args: z.array(z.string()),
  }),
  z.object({ kind: z.literal('createRepo'), name: z.string(), from: z.string() }),
  z.object({ kind: z.literal('pushedBytes') }),
]);
type Request = z.infer<typeof requestSchema>;

const answerSchema = z.object({
  id: z.number(),
  /** The new repository's address, or how many bytes; what went wrong is in `error`. */
  value: z.union([z.string(), z.number()]),
  error: z.string().nullable(),
});
type Answer = z.infer<typeof answerSchema>;

/**
 * A small process that starts the peers and the server of git.
 *
 * A process as large as the core takes tens of milliseconds to start another one, which neither a
 * shell nor a server elsewhere does: that time would count against git, or hold the core's thread.
 */
export class Peers {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #asked = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (message) => {
      const answer = answerSchema.parse(message);
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
    process.on('exit', (code) => {
      const error = `the process of the peers ended with ${code ?? 'a signal'}`;
      for (const [id, end] of this.#waiting) end({ id, value: '', error });
    });
  }

  /** Starts this program again, as `servePeers`. */
  static start(): Peers {
    return new Peers(fork(process.argv[1] ?? '', ['--peers'], { stdio: 'inherit' }));
  }

  /** As `runProgram`. */
  async run(dir: string, program: string, args: readonly string[]): Promise<void> {
    await this.#ask({ kind: 'run', dir, program, args: [...args] });
  }

  git(dir: string, ...args: string[]): Promise<void> {
    return this.run(dir, 'git', args);
  }

  /** A bare clone of `from`, served over HTTP. @returns its address */
  async createRepo(name: string, from: string): Promise<string> {
    return String(await this.#ask({ kind: 'createRepo', name, from }));
  }

  /** What the server has got by pushes until now. */
  async pushedBytes(): Promise<number> {
    return Number(await this.#ask({ kind: 'pushedBytes' }));
  }

  close(): void {
    this.#process.removeAllListeners('exit');
    this.#process.disconnect();
  }

  async #ask(request: Request): Promise<string | number> {
    this.#asked += 1;
    const id = this.#asked;
    const { value, error } = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#process.send({ id, request });
    });
    if (error !== null) throw new Error(error);
    return value;
  }
}

/** The other end of `Peers`: answers until the first process lets go. */
export async function servePeers(): Promise<void> {
  const server = await startGitServer();
  const perform = async (request: Request): Promise<string | number> => {
    switch (request.kind) {
      case 'run':
        await runProgram(request.dir, request.program, request.args);
        return '';
      case 'createRepo':
        return (await server.createRepo(request.name, request.from)).url;
      case 'pushedBytes':
        return server.seen
          .filter(({ kind }) => kind === 'push')
          .reduce((sum, { requestBytes }) => sum + requestBytes, 0);
    }
  };
  const askedSchema = z.object({ id: z.number(), request: requestSchema });
  process.on('message', (message) => {
    const { id, request } = askedSchema.parse(message);
    perform(request).then(
      (value) => process.send?.({ id, value, error: null } satisfies Answer),
      (error: unknown) => process.send?.({ id, value: '', error: String(error) } satisfies Answer),
    );
  });
  process.once('disconnect', () => void server.close());
}
