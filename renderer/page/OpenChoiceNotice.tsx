import type { WikiId } from '../../shared/contract/values.ts';
import type { PagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

/** Tells a reader why the page says the same thing twice, and where to settle it. */
export function OpenChoiceNotice(props: { readonly wiki: WikiId; readonly path: PagePath }) {
  const { wiki, path } = props;
  const { data: status } = useCore('sync.status', { wiki });
  const hasOpen = (status?.openChoices ?? 0) > 0;
  const { data } = useCore('choice.list', { wiki }, { enabled: hasOpen });
  const open = !hasOpen ? undefined : data?.choices.find((choice) => choice.path === path);
  if (open === undefined) return null;
  const places = open.sections === 1 ? 'One place' : `${String(open.sections)} places`;
  return (
    <Notice
      kind="warning"
      title={
        open.kind === 'deleted'
          ? 'One person edited this page while another deleted it'
          : `${places} of this page ${open.sections === 1 ? 'was' : 'were'} written differently`
      }
      actions={<ButtonLink href={hashOf({ kind: 'choice', wiki, path })}>Choose</ButtonLink>}
    >
      {open.kind === 'deleted'
        ? 'It is kept until somebody chooses.'
        : 'People wrote at the same time and did not see each other’s words. Nothing is lost, and you can edit and share the page as usual.'}
    </Notice>
  );
}
