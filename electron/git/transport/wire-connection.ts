import type { Oid } from '../../../shared/contract/values.ts';
import type { JobAccess, TransferRepository } from './access.ts';
import type { Advertisement, Service } from './advertisement.ts';
import type { BranchMove, MoveReport, RemoteConnection } from './connection.ts';
import type { OwnHistory } from './negotiate.ts';
import { installPack } from './pack/pack-install.ts';
import { sendPack } from './receive-pack.ts';
import { askForCommon } from './common-commits.ts';
import { requestPack } from './upload-pack.ts';
import type { Wire } from './wire.ts';

/** A place behind git's own protocol, whatever carries it. */
export class WireConnection implements RemoteConnection {
  readonly listsAll = true;
  readonly #wire: Wire;
  readonly #access: JobAccess;

  constructor(wire: Wire, access: JobAccess) {
    this.#wire = wire;
    this.#access = access;
  }

  discover(service: Service): Promise<Advertisement> {
    return this.#wire.discover(service);
  }

  holdsAny(
    { capabilities, refs }: Advertisement,
    commits: readonly Oid[],
  ): Promise<boolean | null> {
    return askForCommon(this.#wire, capabilities, [...refs.values()], commits);
  }

  async fetch(
    { objects }: TransferRepository,
    { capabilities }: Advertisement,
    wants: readonly Oid[],
    own: OwnHistory,
  ): Promise<number> {
    const pack = await requestPack(this.#wire, capabilities, wants, own);
    return installPack(objects, pack, wants, this.#access);
  }

  push(repo: TransferRepository, advertised: Advertisement, move: BranchMove): Promise<MoveReport> {
    return sendPack(this.#wire, repo, this.#access, advertised, move);
  }

  close(): Promise<void> {
    return this.#wire.close();
  }
}
