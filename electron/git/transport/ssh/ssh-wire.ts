import { limitsOf, type RemoteAccess } from '../access.ts';
import { readAdvertisement, type Advertisement, type Service } from '../advertisement.ts';
import type { TransportLimits } from '../limits.ts';
import { malformed, type PacketReader } from '../pkt-line.ts';
import type { SshAddress } from '../remote-url.ts';
import { SshProcess } from './ssh-process.ts';
import type { RequestBody, Wire } from '../wire.ts';

/** One job's conversation with git on another computer, over the person's own SSH client. */
export class SshWire implements Wire {
  readonly limits: TransportLimits;
  readonly #access: RemoteAccess;
  readonly #address: SshAddress;
  readonly #gitDir: string | null;
  #process: SshProcess | null = null;

  constructor(access: RemoteAccess, address: SshAddress, gitDir: string | null) {
    this.#access = access;
    this.#address = address;
    this.#gitDir = gitDir;
    this.limits = limitsOf(access);
  }

  async discover(service: Service): Promise<Advertisement> {
    // A service is asked once; to ask again is a new run of it.
    await this.close();
    this.#process = await SshProcess.start(this.#access, this.#address, service, this.#gitDir);
    const advertisement = await readAdvertisement(this.#process.packets);
    this.#process.accept();
    return advertisement;
  }

  exchange(_: Service, body: RequestBody, onSent?: (bytes: number) => void): Promise<PacketReader> {
    if (this.#process === null) return Promise.reject(malformed());
    this.#process.send(body, onSent);
    return Promise.resolve(this.#process.packets);
  }

  async close(): Promise<void> {
    const last = this.#process;
    this.#process = null;
    await last?.close();
  }
}
