import type { WikiId } from '../../shared/contract/values.ts';
import type { Api } from '../client/api.ts';
import { failureMessage } from '../client/failure-message.ts';
import { toast } from '../ui/Toast.tsx';

/** Shows a file of the wiki in its folder, where the host can (`canShowInFolder`); a failure is told. */
export async function showFile(api: Api, wiki: WikiId, path: string): Promise<void> {
  try {
    const { kind } = await api.request('file.showInFolder', { wiki, path });
    if (kind === 'absent')
      toast({ kind: 'info', title: 'The file comes into the folder when the page is saved.' });
  } catch (error) {
    toast({ kind: 'error', title: failureMessage(error) });
  }
}
