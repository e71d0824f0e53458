import type { WikiId } from '../../shared/contract/values.ts';

export function ShareScreen(props: { readonly wiki: WikiId }) {
  return <p>{props.wiki}</p>;
}
