/** What a person can do about a failure, by its code; null where the message says it all. */
export function nextStep(code: string): string | null {
  switch (code) {
    case 'NETWORK':
      return 'Check that you are online and that the address is right.';
    case 'REMOTE_INVALID':
      return 'Check the address. It must be the one for copying the wiki, not that of a page about it.';
    case 'UNRELATED':
      return 'Choose another place, or remove this one. If both wikis shall become one, choose “Join both wikis”.';
    case 'REMOTE_REFUSED':
      return 'Ask whoever runs that place whether you may write there.';
    case 'AUTH_REQUIRED':
      return 'Sign in with a name and password, or with an access token.';
    case 'DISK':
      return 'Free some space or check the folder’s permissions, then try again.';
    case 'REPO_BUSY':
      return 'Another program is using the folder. Wait until it is done, then try again.';
    default:
      return null;
  }
}
