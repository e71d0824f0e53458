import type { WikiId } from '../../shared/contract/values.ts';

export function SyncBadge(props: { readonly wiki: WikiId }) {
  return <p>{props.wiki}</p>;
}
