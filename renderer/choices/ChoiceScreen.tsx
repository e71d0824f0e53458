import './ChoiceScreen.css';
import type { WikiId } from '../../shared/contract/values.ts';
import { toPagePath } from '../../shared/wiki/page-path.ts';
import { hashOf } from '../app/routes.ts';
import { useCore } from '../client/queries.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { JoinIcon } from '../ui/icons.ts';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { DeletedChoice } from './DeletedChoice.tsx';
import { FileChoice } from './FileChoice.tsx';
import { TextChoiceView } from './TextChoiceView.tsx';

/** One page or file with versions that only a person can choose between. */
export function ChoiceScreen({ wiki, path }: { readonly wiki: WikiId; readonly path: string }) {
  const { data, error } = useCore('choice.read', { wiki, path });
  if (error !== null) return <Notice kind="error" title={error.message} />;
  if (data === undefined) return <Spinner label="Loading" />;
  const { choice } = data;
  const page = toPagePath(path);
  const back = (
    <>
      {page !== null && (
        <ButtonLink href={hashOf({ kind: 'page', wiki, path: page, anchor: '' })} variant="quiet">
          Read the page
        </ButtonLink>
      )}
      <ButtonLink href={hashOf({ kind: 'share', wiki })} variant="quiet">
        Go to sharing
      </ButtonLink>
    </>
  );
  if (choice === null) {
    return (
      <EmptyState isScreen icon={JoinIcon} title="Nothing to choose here" actions={back}>
        <p>There is one version only, or the choice was made already.</p>
      </EmptyState>
    );
  }
  return (
    <div className="cp-screen cp-choosing">
      <header className="cp-screen-head">
        <h1>Choose for {choice.title}</h1>
        <div className="cp-screen-links">{back}</div>
      </header>
      {choice.kind === 'text' && <TextChoiceView key={choice.path} wiki={wiki} choice={choice} />}
      {choice.kind === 'deleted' && <DeletedChoice wiki={wiki} choice={choice} />}
      {choice.kind === 'file' && <FileChoice wiki={wiki} choice={choice} />}
    </div>
  );
}
