import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

export function ChoiceScreen(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  return <p>{props.path}</p>;
}
