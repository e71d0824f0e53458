import { type Formula, sourceOfFormula } from '../../../shared/markdown/formulas.ts';
import { workerPart } from '../../ui/missing-parts.ts';
import { createBoundedCalls, workerCallee } from '../bounded-calls.ts';
import type { FormulaAnswer } from './formula-worker.ts';

// Most take a millisecond; the first waits for the library.
const limitMs = 3000;
const keptCount = 500;
const tooSlow: FormulaAnswer = { kind: 'wrong', message: 'It takes too long to draw.' };

const kept = new Map<string, FormulaAnswer>();
const latest = new WeakMap<HTMLElement, Formula>();
const ask = createBoundedCalls<Formula>((listener) => {
  const worker = new Worker(new URL('./formula-worker.ts', import.meta.url), { type: 'module' });
  return workerCallee(workerPart(worker), listener);
}, limitMs);

const keyOf = ({ tex, isLarge }: Formula) => `${isLarge ? 'large' : 'line'} ${tex}`;

async function drawn(formula: Formula, isWanted: () => boolean): Promise<FormulaAnswer | null> {
  const key = keyOf(formula);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const value = (await ask(formula, isWanted)) as FormulaAnswer | null | undefined;
  if (value === undefined) return null;
  const answer = value ?? tooSlow;
  kept.set(key, answer);
  const [oldest] = kept.keys();
  if (kept.size > keptCount && oldest !== undefined) kept.delete(oldest);
  return answer;
}

/**
 * Fills an element with a formula; until it is drawn (and for good where it can't be) with its source.
 *
 * The library works in a worker, so that no page can hold up the app by what it asks of it.
 */
export function drawFormula(element: HTMLElement, formula: Formula): void {
  latest.set(element, formula);
  element.classList.add('cp-formula');
  const known = kept.get(keyOf(formula));
  if (known !== undefined) {
    void show(element, formula, known);
    return;
  }
  if (element.childElementCount === 0) element.textContent = sourceOfFormula(formula);
  // One that is not on the page yet will be; one that another took the place of won't.
  void drawn(formula, () => latest.get(element) === formula).then((answer) =>
    answer === null ? undefined : show(element, formula, answer),
  );
}

async function show(element: HTMLElement, formula: Formula, answer: FormulaAnswer): Promise<void> {
  const look = await import('./formula-look.ts');
  if (latest.get(element) === formula) look.showFormula(element, formula, answer);
}
