/**
 * The https address that most servers give to the place of an SSH address; '' where there is none
 * to guess. Only a suggestion: a server may have other ideas.
 */
export function webAddressOf(address: string): string {
  const match =
    /^(?:git\+)?ssh:\/\/(?:[^@/]+@)?([\w.-]+)(?::\d+)?\/+(.+)$/i.exec(address) ??
    /^(?:[\w.-]+@)?([\w-]+(?:\.[\w-]+)+):(?!\/\/)\/*(.+)$/.exec(address);
  return match === null ? '' : `https://${match[1] ?? ''}/${match[2] ?? ''}`;
}
