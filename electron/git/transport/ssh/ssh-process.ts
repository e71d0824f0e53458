import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../../../shared/contract/errors.ts';
import type { Service } from '../advertisement.ts';
import { limitsOf, throwIfCancelled, type RemoteAccess } from '../access.ts';
import { PacketReader } from '../pkt-line.ts';
import type { SshAddress } from '../remote-url.ts';
import { Askpass } from './ssh-askpass.ts';
import { sshCommand, type SshCommand } from './ssh-command.ts';
import { noSsh, sshFailure } from './ssh-errors.ts';
import { Watchdog } from '../watchdog.ts';
import type { RequestBody } from '../wire.ts';

const maxStderrBytes = 32 * 1024;
const politeMs = 1500;
const graceMs = 1000;

/** One run of the person's own SSH client, with a git service at its other end. Close it. */
export class SshProcess {
  /** What the service says. Its end is checked: a failed SSH is never taken for a short answer. */
  readonly packets: PacketReader;
  readonly #address: SshAddress;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #askpass: Askpass | null;
  readonly #watchdog: Watchdog;
  readonly #signal: AbortSignal;
  readonly #exited: Promise<number | null>;
  readonly #onAbort = (): void => this.#stop(new AppError('CANCELLED', 'Stopped.'));
  #stderr = Buffer.alloc(0);
  #isOver = false;
  #isAnswerOpen = true;
  #receivedBytes = 0;
  #maxBytes: number;
  /** The first reason wins: what is stopped fails in more ways of its own. */
  #reason: AppError | null = null;

  private constructor(
    access: RemoteAccess,
    address: SshAddress,
    command: SshCommand,
    askpass: Askpass | null,
    setWatchdog: (watchdog: Watchdog) => void,
  ) {
    const limits = limitsOf(access);
    this.#address = address;
    this.#askpass = askpass;
    this.#signal = access.signal;
    this.#maxBytes = limits.maxRefListBytes;
    this.#child = spawn(command.program, command.arguments, {
      // A group of its own, so that what SSH starts ends with it; and no terminal to ask at.
      detached: process.platform !== 'win32',
      windowsHide: true,
      // Version 0 of the protocol, whatever the person's git speaks.
      env: { ...process.env, ...askpass?.environment, GIT_PROTOCOL: undefined },
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#reason ??= noSsh(error);
        resolve(null);
      });
      this.#child.on('exit', (code) => resolve(code));
    });
    void this.#exited.then(() => (this.#isOver = true));
    // It may leave while we send: its words tell why, not the broken pipe.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('error', () => undefined);
    this.#child.stderr.on('data', (bytes: Buffer) => {
      const room = maxStderrBytes - this.#stderr.length;
      if (room > 0) this.#stderr = Buffer.concat([this.#stderr, bytes.subarray(0, room)]);
    });
    this.#watchdog = new Watchdog(limits, address.host, (reason) => this.#stop(reason));
    setWatchdog(this.#watchdog);
    access.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.packets = new PacketReader(this.#read());
  }

  static async start(
    access: RemoteAccess,
    address: SshAddress,
    service: Service,
    gitDir: string | null,
  ): Promise<SshProcess> {
    throwIfCancelled(access.signal);
    // On Windows nothing of ours could stand in for a terminal: keys come from the agent there.
    const ask = process.platform === 'win32' ? undefined : access.ask;
    const command = await sshCommand(address, service, gitDir, ask !== undefined);
    let watchdog: Watchdog | null = null;
    const askpass = ask
      ? await Askpass.open(ask, (isAsking) => {
          // A person may take their time.
          if (isAsking) watchdog?.pause();
          else watchdog?.touch();
        })
      : null;
    try {
      throwIfCancelled(access.signal);
      return new SshProcess(access, address, command, askpass, (made) => (watchdog = made));
    } catch (error) {
      await askpass?.close();
      throw error;
    }
  }

  /** The service answered as one: what comes now is bounded by whoever reads it. */
  accept(): void {
    this.#maxBytes = Infinity;
    this.#askpass?.remember();
  }

  send({ chunks }: RequestBody, onSent?: (bytes: number) => void): void {
    void this.#write(chunks, onSent).catch((error: unknown) => {
      this.#stop(
        error instanceof AppError
          ? error
          : new AppError('INTERNAL', 'Sending failed. Try again.', {}, { cause: error }),
      );
    });
  }

  /** Ends the service in its own way where it waits for us, and by force where that does not help. */
  async close(): Promise<void> {
    if (!this.#isOver && this.#reason === null && this.#isAnswerOpen) {
      this.#child.stdin.end('0000');
      await Promise.race([this.#exited, delay(politeMs, undefined, { ref: false })]);
    }
    if (!this.#isOver) this.#kill();
    await this.#exited;
    this.#watchdog.stop();
    this.#signal.removeEventListener('abort', this.#onAbort);
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) {
      stream.destroy();
    }
    await this.#askpass?.close();
  }

  async *#read(): AsyncGenerator<Buffer, void, undefined> {
    try {
      for await (const chunk of this.#child.stdout) {
        if (!Buffer.isBuffer(chunk)) continue;
        this.#receivedBytes += chunk.length;
        if (this.#receivedBytes > this.#maxBytes) {
          throw new AppError('LIMIT', 'This address lists too many versions to be a wiki.');
        }
        this.#watchdog.pause();
        yield chunk;
        this.#watchdog.touch();
      }
    } catch (error) {
      throw this.#reason ?? error;
    } finally {
      this.#isAnswerOpen = false;
    }
    const exitCode = await this.#exited;
    if (this.#reason !== null) throw this.#reason;
    if (exitCode === 0) return;
    await this.#lastWords();
    const said = this.#stderr.toString('utf8');
    const isUnanswered = this.#askpass?.isUnanswered ?? false;
    throw sshFailure(this.#address, { exitCode, said, isUnanswered });
  }

  async #write(
    chunks: RequestBody['chunks'],
    onSent: ((bytes: number) => void) | undefined,
  ): Promise<void> {
    let sent = 0;
    for await (const chunk of chunks) {
      if (this.#child.stdin.destroyed) return;
      await new Promise<void>((resolve) => {
        this.#child.stdin.write(chunk, () => resolve());
      });
      this.#watchdog.touch();
      sent += chunk.length;
      onSent?.(sent);
    }
  }

  /** A connection that is shared in the background keeps this open for ever: its words come at once. */
  async #lastWords(): Promise<void> {
    if (this.#child.stderr.readableEnded) return;
    await Promise.race([once(this.#child.stderr, 'close'), delay(200, undefined, { ref: false })]);
  }

  #stop(reason: AppError): void {
    this.#reason ??= reason;
    if (!this.#isOver) this.#kill();
  }

  #kill(): void {
    this.#signalGroup('SIGTERM');
    const timer = setTimeout(() => this.#signalGroup('SIGKILL'), graceMs);
    void this.#exited.then(() => clearTimeout(timer));
  }

  #signalGroup(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill(signal);
      else process.kill(-pid, signal);
    } catch {
      // It has just ended by itself.
    }
  }
}
