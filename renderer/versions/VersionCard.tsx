import { useMemo } from 'react';
import { type ProseBlock, proseDiff } from '../../shared/history/prose-diff.ts';
import { ProseBlockView } from '../article/ProseBlockView.tsx';
import type { Writer } from './answers.ts';
import { ByWhom } from './ByWhom.tsx';

/** The version as it reads, with what its writer changed marked word by word. */
function blocksOf(text: string, base: string, other: string): readonly ProseBlock[] {
  if (base.trim() !== '') return proseDiff(base, text);
  // All of a new text is new: what tells it from the other version is marked instead.
  return proseDiff(other, text)
    .filter(({ change }) => change !== 'deleted')
    .map((block) => ({
      ...block,
      change: 'same' as const,
      pieces:
        block.change === 'inserted'
          ? block.pieces.map(({ text: words }) => ({ change: 'same' as const, text: words }))
          : block.pieces.filter(({ change }) => change !== 'deleted'),
    }));
}

/** One version of a section. */
export function VersionCard(props: {
  readonly by: Writer;
  readonly name: string;
  readonly number: number | null;
  readonly base: string;
  readonly text: string;
  /** The version it is compared with where nothing stood before. */
  readonly other: string;
  readonly isChosen: boolean;
}) {
  const { by, name, number, base, text, other, isChosen } = props;
  const blocks = useMemo(() => blocksOf(text, base, other), [text, base, other]);
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return (
    <div className="cp-version" role="group" aria-label={title} data-chosen={isChosen || undefined}>
      <ByWhom by={by} number={number} fallback={title} />
      {text.trim() === '' ? (
        <p className="cp-version-empty">
          {base.trim() === '' ? 'Nothing here' : 'Took this section away'}
        </p>
      ) : (
        <div className="cp-version-text">
          {blocks.map((block, index) => (
            <ProseBlockView key={index} block={block} />
          ))}
        </div>
      )}
    </div>
  );
}
