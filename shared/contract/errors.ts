/** What can go wrong, by code. A door sends the code, the message and the data; never a stack. */
export type ErrorCode =
  | 'BAD_INPUT' // the input does not fit the method's schema
  | 'UNKNOWN_METHOD'
  | 'NOT_SUPPORTED_HERE' // this host cannot do it (see app.capabilities)
  | 'WIKI_NOT_OPEN'
  | 'PATH_OUTSIDE_WIKI'
  | 'NOT_A_PAGE' // the path leads to a folder, a link or a file that is no page
  | 'TOO_LARGE'
  | 'NOT_TEXT' // bytes that are not valid UTF-8
  | 'REPO_UNSUPPORTED' // a git feature we could not keep safe
  | 'REPO_DAMAGED'
  | 'REPO_BUSY' // another program holds the lock
  | 'DISK' // no space, no permission, a device error
  | 'NETWORK' // offline, refused, timed out, cut
  | 'NETWORK_SETTINGS' // a certificate or a proxy is in the way: the message says what to set
  | 'AUTH_REQUIRED' // the remote wants credentials, or refused the ones it got
  | 'REMOTE_REFUSED' // the remote answered no: protected branch, hook, quota
  | 'REMOTE_INVALID' // not a git remote, or an answer that is not git's protocol
  | 'UNRELATED' // the place holds another wiki: a person must say whether both shall become one
  | 'LIMIT' // a cap on bytes, objects, depth or time was reached
  | 'CANCELLED'
  | 'INTERNAL';

export interface ErrorShape {
  readonly code: ErrorCode;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A failure with a code; the message says what failed and what to do now. */
export class AppError extends Error implements ErrorShape {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    data: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }

  toShape(): ErrorShape {
    return { code: this.code, message: this.message, data: this.data };
  }
}

/** Ends a `switch` over a union: a missing case is a type error, an impossible one throws. */
export function assertNever(value: never): never {
  throw new AppError('INTERNAL', `Unexpected value: ${JSON.stringify(value)}`);
}
