import type { SaveSession } from './save-session.ts';

/** Says where text stands that was left unsaved. */
export function leaveWords(
  { status, draft, arrival }: SaveSession,
  title: string,
  isByItself: boolean,
): string {
  const kept =
    draft === 'failed' ? 'No draft of it could be kept.' : 'Your text is kept as a draft.';
  if (!isByItself) return `“${title}” is not saved. ${kept}`;
  const notSaved = `“${title}” was not saved by itself`;
  switch (status.kind) {
    case 'failed':
      return `${notSaved}. ${status.message} ${kept}`;
    case 'badName':
      return `${notSaved}: ${status.reason} ${kept}`;
    case 'needsAuthor':
      return `${notSaved}, because your name is not known here yet. ${kept} Save it once by hand.`;
    case 'unwritable':
      return `${notSaved}: a part of it can’t be written as markdown the way it looks. ${kept}`;
    default:
      return arrival !== null
        ? `${notSaved}, because the page changed meanwhile. ${kept}`
        : `${notSaved}. ${kept}`;
  }
}
