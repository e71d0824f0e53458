/** The page's own address. A scheme of ours, so that no page is a `file:` with a file's rights. */
export const appScheme = 'app';
const appHost = 'commonplace';
export const appUrl = `${appScheme}://${appHost}/`;

const parse = (url: string) => (URL.canParse(url) ? new URL(url) : null);

/** Whether an address is on our own origin. (A custom scheme's `URL.origin` is `null`, so by parts.) */
export function isOurUrl(url: string): boolean {
  const parsed = parse(url);
  return parsed?.protocol === `${appScheme}:` && parsed.host === appHost;
}

/** The address for the person's own browser or mail program; null for one that could start anything else. */
export function externalUrl(url: string): string | null {
  const parsed = parse(url);
  return parsed !== null && ['https:', 'http:', 'mailto:'].includes(parsed.protocol)
    ? parsed.href
    : null;
}

/** Whether it is the document that draws diagrams, which the host serves under a policy of its own. */
export function isDiagramUrl(url: string): boolean {
  return isOurUrl(url) && parse(url)?.pathname === '/diagram.html';
}
