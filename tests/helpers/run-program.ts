import { spawn } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import { projectDir, quietEnvironment } from './app-process.ts';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly homeDir: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs a launcher of ours to its end, in a home of its own. */
export function runLauncher(
  name: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [resolvePath(projectDir, 'electron/launch', name), ...args],
    {
      cwd: options.cwd ?? options.homeDir,
      env: { ...quietEnvironment(options.homeDir), ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
