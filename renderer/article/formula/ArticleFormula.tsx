import './formula.css';
import { useLayoutEffect, useRef } from 'react';
import { type Formula, sourceOfFormula } from '../../../shared/markdown/formulas.ts';
import { drawFormula } from './formula-drawing.ts';

/** A formula of a page. Give it a `key` that changes with the formula: React doesn't own what is in it. */
export function ArticleFormula({ tex, isLarge }: Formula) {
  const host = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (host.current !== null) drawFormula(host.current, { tex, isLarge });
  }, [tex, isLarge]);
  return (
    <span ref={host} className={isLarge ? 'cp-formula cp-formula-large' : 'cp-formula'}>
      {sourceOfFormula({ tex, isLarge })}
    </span>
  );
}
