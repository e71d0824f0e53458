import type { WikiId } from '../../shared/contract/values.ts';

export function SettingsScreen(props: { readonly wiki: WikiId }) {
  return <p>{props.wiki}</p>;
}
