import type { ResolvedLink } from '../../shared/contract/methods-page.ts';

// As many as one request takes.
const maxTargets = 5000;

interface LinkAsker {
  /** Asks soon where a target leads, together with what else is wanted now. */
  want(target: string): void;
  /** Of a target that is known already: it is asked about from the next change on. */
  follow(target: string): void;
  /** Asks anew where all that was ever wanted leads: the wiki changed. */
  again(): void;
  stop(): void;
}

/**
 * Asks where targets lead. The wiki may change while an answer is under way, and answers may pass one another:
 * an older one never takes the place of a newer one. What fails is asked for again at the next change.
 */
export function createLinkAsker(
  resolve: (targets: readonly string[]) => Promise<readonly ResolvedLink[]>,
  learn: (links: readonly ResolvedLink[]) => void,
): LinkAsker {
  /** By target, the number of the newest request that was answered. */
  const answered = new Map<string, number>();
  const wanted = new Set<string>();
  let next = new Set<string>();
  let last = 0;
  let isStopped = false;

  const ask = (targets: readonly string[]) => {
    last += 1;
    const number = last;
    resolve(targets).then(
      (links) => {
        if (isStopped) return;
        const news = links.filter(({ target }) => (answered.get(target) ?? 0) < number);
        for (const { target } of news) answered.set(target, number);
        learn(news);
      },
      () => undefined,
    );
  };
  const send = () => {
    const targets = [...next];
    next = new Set();
    for (let from = 0; from < targets.length; from += maxTargets)
      ask(targets.slice(from, from + maxTargets));
  };
  return {
    want(target) {
      wanted.add(target);
      if (next.size === 0) queueMicrotask(send);
      next.add(target);
    },
    follow(target) {
      wanted.add(target);
    },
    again() {
      next = new Set(wanted);
      send();
    },
    stop() {
      isStopped = true;
    },
  };
}
