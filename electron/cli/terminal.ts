/** Where a command reads and writes. stdout carries answers only, so that scripts can read them. */
export interface Terminal {
  out(text: string): void;
  /** A line for a person: what happened, what to do. */
  say(line: string): void;
  /** A line that the next one replaces; shown only where somebody looks. */
  progress(line: string): void;
  readStdin(): Promise<string>;
  /** Asks a person; null where nobody can answer. */
  ask(question: string, options: { readonly isSecret: boolean }): Promise<string | null>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Calls back on Ctrl+C; returns its unsubscribe. */
  onInterrupt(callback: () => void): () => void;
}
