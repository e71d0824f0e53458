import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';

export function PageScreen(props: {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly anchor: string;
}) {
  return <p>{props.path}</p>;
}
