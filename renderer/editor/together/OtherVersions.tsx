import './together.css';
import type { WikiId } from '../../../shared/contract/values.ts';
import type { PagePath } from '../../../shared/wiki/page-path.ts';
import { navigate } from '../../app/routes.ts';
import { useApi } from '../../client/queries.ts';
import { toast } from '../../ui/Toast.tsx';
import type { SaveControls } from '../use-save-session.ts';
import { ArrivalNotice } from './ArrivalNotice.tsx';
import { useMe } from './CameLine.tsx';
import { ClashDialog } from './ClashDialog.tsx';
import { OtherWindowLine } from './OtherWindowLine.tsx';
import { StaleDialog } from './StaleDialog.tsx';

interface OtherVersionsProps {
  readonly wiki: WikiId;
  readonly path: PagePath;
  readonly saving: SaveControls;
  readonly readText: () => string;
  readonly replaceText: (text: string) => void;
}

/** What others, or another window, make of the page meanwhile and the text does not hold. */
export function OtherVersions(props: OtherVersionsProps) {
  return (
    <>
      <OtherWindowLine wiki={props.wiki} path={props.path} />
      <Arrived {...props} />
    </>
  );
}

/** What others made of the page meanwhile: said, and to choose from. */
function Arrived(props: OtherVersionsProps) {
  const { wiki, path, saving, readText, replaceText } = props;
  const { session, rebase, noteEdit, discardDraft } = saving;
  const { arrival, baseText, status } = session;
  const api = useApi();
  const me = useMe(wiki);

  const follow = async (movedTo: PagePath) => {
    const there = await api.request('page.read', { wiki, path: movedTo });
    if (there.kind === 'page' && there.draft !== null) {
      toast({ title: 'There is unsaved text of that page already. Save or discard it first.' });
      return;
    }
    // Over there the draft begins from the same text as here, so both versions are joined again.
    const draft = { wiki, text: readText(), base: session.base, whenLeft: 'keep' } as const;
    await api.request('draft.save', { ...draft, path: movedTo });
    await discardDraft();
    navigate({ kind: 'edit', wiki, path: movedTo });
  };

  if (status.kind !== 'stale') {
    if (arrival === null) return null;
    return (
      <ArrivalNotice
        arrival={arrival}
        onChoose={() => void saving.askChoice()}
        onKeep={() => {
          rebase(null, '');
          noteEdit();
        }}
        onLetGo={() => {
          void discardDraft().then(() => navigate({ kind: 'page', wiki, path, anchor: '' }));
        }}
        onFollow={(movedTo) => {
          follow(movedTo).catch(() => {
            toast({
              kind: 'error',
              title: 'Your text could not be taken there. It is still here.',
            });
          });
        }}
      />
    );
  }
  const { theirs, mine } = status;
  if (baseText !== null && theirs.text !== null) {
    return (
      <ClashDialog
        key={theirs.blob}
        base={baseText}
        mine={mine}
        theirs={theirs}
        me={me}
        onClose={saving.setAside}
        onChoose={(text) => void saving.choose(text)}
      />
    );
  }
  return (
    <StaleDialog
      mine={mine}
      theirs={theirs}
      onClose={saving.setAside}
      onTakeTheirs={() => {
        rebase(theirs.blob, theirs.text ?? '');
        replaceText(theirs.text ?? '');
        void discardDraft();
      }}
      onSaveOver={(text) => {
        rebase(theirs.blob, theirs.text ?? '');
        replaceText(text);
        noteEdit();
      }}
    />
  );
}
