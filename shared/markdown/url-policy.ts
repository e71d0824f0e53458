/** What the address of a link or picture in a page may do. Everything not named here is refused. */
export type UrlVerdict =
  /** http, https or mailto: opened only when a person asks for it. */
  | { readonly kind: 'web'; readonly url: string }
  /** A path or name to resolve inside the wiki; with `#` first, a part of the same page. */
  | { readonly kind: 'wiki'; readonly target: string }
  | { readonly kind: 'refused' };

const maxUrlLength = 2000;
// What browsers drop from an address before they read its scheme (`java\nscript:`).
const dropped =
  // eslint-disable-next-line no-control-regex -- they are what hides a scheme
  /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;
const scheme = /^[a-z][a-z0-9+.-]*:/i;

export function judgeUrl(written: string): UrlVerdict {
  if (written.length > maxUrlLength) return { kind: 'refused' };
  const url = written.replace(dropped, '').trim();
  if (/^https?:\/\/[^\s/\\?#@:[\]<>"]/i.test(url) || /^https?:\/\/\[[0-9a-f:.]+\]/i.test(url)) {
    return url.includes('\\') ? { kind: 'refused' } : { kind: 'web', url };
  }
  if (/^mailto:[^\s/\\]+$/i.test(url)) return { kind: 'web', url };
  if (scheme.test(url) || /^[/\\]{2}/.test(url) || url.includes('\\') || url === '') {
    return { kind: 'refused' };
  }
  return { kind: 'wiki', target: url };
}

/** The host of a web address, for a person to read. */
export function hostOf(url: string): string {
  return /^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
}
