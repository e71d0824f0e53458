import { mergeRegister } from '@lexical/utils';
import type { LexicalEditor } from 'lexical';
import { registerLeaps } from './leaps.ts';
import { registerNearSelection } from './near-selection.ts';
import { registerParking } from './park-far.ts';
import { registerParkedNames } from './parked-names.ts';
import { registerSight } from './sight.ts';

/**
 * Long pages: real nodes only near what is seen and what is selected. Everything else is parked, and
 * nothing the editor is asked for tells the difference.
 */
export function registerWindowing(editor: LexicalEditor): () => void {
  return mergeRegister(
    registerNearSelection(editor),
    registerSight(editor),
    registerParkedNames(editor),
    registerLeaps(editor),
    registerParking(editor),
  );
}
