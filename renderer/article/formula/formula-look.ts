import 'katex/dist/katex.css';
import { type Formula, sourceOfFormula } from '../../../shared/markdown/formulas.ts';
import { nodesOfDrawn } from './drawn-nodes.ts';
import type { FormulaAnswer } from './formula-worker.ts';

/** Puts a drawn formula into an element, or its source with a note of what is wrong with it. */
export function showFormula(element: HTMLElement, formula: Formula, answer: FormulaAnswer): void {
  const isEmpty = formula.tex.trim() === '';
  const isDrawn = answer.kind === 'drawn' && !isEmpty;
  element.classList.toggle('cp-formula-wrong', !isDrawn);
  element.classList.toggle('cp-formula-empty', isEmpty);
  if (isDrawn) {
    element.title = '';
    element.replaceChildren(...nodesOfDrawn(answer.html));
    return;
  }
  const message = answer.kind === 'wrong' ? answer.message : '';
  const words = isEmpty ? 'An empty formula.' : `This formula can’t be drawn. ${message}`;
  const note = document.createElement('span');
  note.className = 'cp-visually-hidden';
  note.textContent = ` ${words}`;
  element.title = words;
  element.replaceChildren(sourceOfFormula(formula), note);
}
