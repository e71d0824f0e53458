import { compareBytes } from '../../../shared/merge/byte-order.ts';
import {
  sectionKey,
  type Conflict,
  type OpenSection,
} from '../../../shared/merge/conflict-file.ts';
import { conflictPath } from '../../../shared/merge/conflict-file.ts';
import type { Oid } from '../../../shared/contract/values.ts';
import type { ObjectStore } from '../object-store.ts';
import { treeMode, type TreeLeaf } from '../tree.ts';
import { readConflicts, type StoredConflict } from './conflict-store.ts';
import { isSameLeaf, type OpenOnPage, type Three } from './merge-file.ts';
import type { TextMerger } from './text-merger.ts';

type Side = keyof Three<unknown>;
type StoredById = ReadonlyMap<string, StoredConflict>;
// A page on which much more is open, as after two imports, has a few files.
const maxOwnFiles = 50;
const sectionsInFile = 200;
const sides: readonly Side[] = ['base', 'ours', 'theirs'];

/**
 * The open choices of two sides and what becomes of them. Choices are a set: what a side added is in,
 * what it settled is out; a choice is never itself a matter of choice.
 */
export class ConflictSet {
  readonly #objects: ObjectStore;
  readonly #texts: TextMerger;
  readonly #stored: Three<StoredById>;
  /** By side and path; the pages that a merge went through say themselves what is open on them. */
  readonly #byPath: Three<ReadonlyMap<string, readonly StoredConflict[]>>;
  readonly #handled = new Set<string>();
  readonly #open = new Map<string, StoredConflict>();

  private constructor(objects: ObjectStore, texts: TextMerger, stored: Three<StoredById>) {
    this.#objects = objects;
    this.#texts = texts;
    this.#stored = stored;
    const group = (byId: StoredById) => {
      const byPath = new Map<string, StoredConflict[]>();
      for (const each of byId.values()) {
        if (each.conflict === null) continue;
        const known = byPath.get(each.conflict.path);
        if (known === undefined) byPath.set(each.conflict.path, [each]);
        else known.push(each);
      }
      return byPath;
    };
    this.#byPath = {
      base: group(stored.base),
      ours: group(stored.ours),
      theirs: group(stored.theirs),
    };
  }

  static async read(
    objects: ObjectStore,
    texts: TextMerger,
    trees: Three<Oid | null>,
  ): Promise<ConflictSet> {
    const known = new Map<Oid, Conflict | null>();
    return new ConflictSet(objects, texts, {
      base: await readConflicts(objects, trees.base, known),
      ours: await readConflicts(objects, trees.ours, known),
      theirs: await readConflicts(objects, trees.theirs, known),
    });
  }

  /** What is to be chosen within a page's text, as one tree has it. */
  onPage(side: Side, path: string): OpenOnPage {
    const sections = this.#on(side, path).flatMap(({ conflict }) =>
      conflict?.kind === 'text' ? conflict.sections : [],
    );
    return { sections, key: sections.map(sectionKey).sort().join('\n') };
  }

  /** The files among which is to be chosen at a path, as one tree has them. */
  filesAt(side: Side, path: string): readonly StoredConflict[] {
    return this.#on(side, path).filter(({ conflict }) => conflict?.kind === 'file');
  }

  /** These sections are what is open on the page now, whatever the sides' files say. */
  async setSections(
    path: string,
    names: Three<string>,
    sections: readonly OpenSection[],
  ): Promise<void> {
    const left = new Map<string, OpenSection[]>();
    for (const section of sections) {
      const key = sectionKey(section);
      left.set(key, [...(left.get(key) ?? []), section]);
    }
    for (const side of sides) {
      for (const { id, conflict } of this.#on(side, names[side])) {
        if (conflict?.kind === 'text') this.#handled.add(id);
      }
    }
    // One small file for each section, so that settling one leaves the others' files alone.
    const groups =
      left.size <= maxOwnFiles ? [...left.values()] : inChunks([...left.values()].flat());
    for (const group of groups) await this.add({ kind: 'text', path, sections: group });
  }

  /** The choice among files at a path is a new one, or none any more. */
  dropFilesAt(path: string): void {
    for (const side of sides) {
      for (const { id } of this.filesAt(side, path)) this.#handled.add(id);
    }
  }

  async add(conflict: Conflict): Promise<void> {
    const file = await this.#texts.conflictFile(conflict);
    if (file === null) return;
    const oid = await this.#objects.write('blob', file.bytes);
    await this.#keep({ id: file.id, leaf: { mode: treeMode.file, oid }, conflict });
  }

  /**
   * The conflicts' files of the merged tree: null where one goes.
   *
   * @param moves pages that have another name now
   * @param holds whether the merged tree has a file at the path
   */
  async leaves(
    moves: ReadonlyMap<string, string>,
    holds: (path: string) => Promise<boolean>,
  ): Promise<Map<string, TreeLeaf | null>> {
    const { base, ours, theirs } = this.#stored;
    for (const id of new Set([...ours.keys(), ...theirs.keys()])) {
      if (this.#handled.has(id)) continue;
      const [our, their] = [ours.get(id), theirs.get(id)];
      if (base.has(id) && (our === undefined || their === undefined)) continue;
      for (const each of [our, their]) if (each !== undefined) await this.#keep(each);
    }
    const leaves = new Map<string, TreeLeaf | null>();
    for (const id of [...base.keys(), ...ours.keys(), ...theirs.keys()]) {
      leaves.set(conflictPath(id), null);
    }
    for (const stored of [...this.#open.values()]) {
      const { conflict } = stored;
      const to = conflict === null ? undefined : moves.get(conflict.path);
      if (conflict === null || to === undefined || (await holds(conflict.path))) continue;
      this.#open.delete(stored.id);
      await this.add({ ...conflict, path: to });
    }
    for (const { id, leaf, conflict } of this.#open.values()) {
      if (conflict === null || (await holds(conflict.path))) leaves.set(conflictPath(id), leaf);
    }
    return leaves;
  }

  #on(side: Side, path: string): readonly StoredConflict[] {
    return this.#byPath[side].get(path) ?? [];
  }

  /** Of two files of one id the smaller in bytes stays. */
  async #keep(stored: StoredConflict): Promise<void> {
    const known = this.#open.get(stored.id);
    if (known === undefined) {
      this.#open.set(stored.id, stored);
    } else if (!isSameLeaf(known.leaf, stored.leaf)) {
      const [left, right] = [await this.#bytesOf(known), await this.#bytesOf(stored)];
      const order = Buffer.compare(left, right) || known.leaf.mode - stored.leaf.mode;
      if (order > 0) this.#open.set(stored.id, stored);
    }
  }

  async #bytesOf({ leaf }: StoredConflict): Promise<Uint8Array> {
    return (await this.#objects.read(leaf.oid)).body;
  }
}

function inChunks(sections: readonly OpenSection[]): OpenSection[][] {
  const sorted = [...sections].sort((left, right) =>
    compareBytes(sectionKey(left), sectionKey(right)),
  );
  return Array.from({ length: Math.ceil(sorted.length / sectionsInFile) }, (_, index) =>
    sorted.slice(index * sectionsInFile, (index + 1) * sectionsInFile),
  );
}
