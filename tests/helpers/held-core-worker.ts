import { parentPort } from 'node:worker_threads';

/** Stands for a core in the middle of long work: it stands still until the asker opens the gate. */
parentPort?.on('message', (message: { kind: string; id: number; input?: Int32Array }) => {
  if (message.kind === 'close') process.exit(0);
  const gate = message.input;
  if (gate === undefined) return;
  Atomics.store(gate, 1, 1);
  Atomics.wait(gate, 0, 0);
  const text = JSON.stringify({ ok: true, value: 'let go' });
  parentPort?.postMessage({ kind: 'answer', id: message.id, text, job: null });
});
parentPort?.postMessage({ kind: 'ready' });
