/** What the core needs of the host it runs in. Each host gives real ones; tests give fakes. */

export interface Clock {
  nowMs(): number;
  /** Calls back once after `delayMs`; returns its cancel. */
  after(delayMs: number, callback: () => void): () => void;
}

export interface Logger {
  /** `data` must hold no secret and no page text. */
  warn(message: string, data?: Readonly<Record<string, unknown>>): void;
  error(message: string, data?: Readonly<Record<string, unknown>>): void;
}

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Credentials by origin (`https://host:port`). Never written to the repo, a URL, a log or an error. */
export interface SecretStore {
  readonly kind: 'protected' | 'memory';
  get(origin: string): Promise<Credentials | null>;
  set(origin: string, credentials: Credentials): Promise<void>;
  delete(origin: string): Promise<void>;
}

/** What only a desktop can do; null members are not possible in this host. */
export interface Shell {
  readonly pickFolder: ((title: string) => Promise<string | null>) | null;
  readonly openExternal: ((url: string) => Promise<void>) | null;
  /** Shows what lies at an absolute path, in the folder it is in. Never opens it. */
  readonly showInFolder: ((path: string) => Promise<void>) | null;
  /** Tells the speller what languages to look up words in. */
  readonly setSpelling: ((languages: readonly string[]) => Promise<void>) | null;
}

export interface CorePorts {
  readonly host: 'desktop' | 'browser' | 'terminal';
  readonly version: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secrets: SecretStore;
  readonly shell: Shell;
  /** The app's own folder for drafts, caches, recents and settings (`COMMONPLACE_DATA_DIR` overrides it). */
  readonly dataDir: string;
  readonly documentsDir: string;
  /** The sample wiki's files as shipped. */
  readonly sampleDir: string;
  readonly startWiki: string | null;
}
