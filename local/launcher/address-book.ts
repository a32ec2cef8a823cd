/** OMS_HOME/addresses.json: every address and process of a running start, for whoever joins it. */
import { addressesPath, readLocalAddresses, type LocalAddresses } from '../../platform/config';
import { writeWhole } from '../process/pid-file';

export class AddressBook {
  private addresses: LocalAddresses;

  /** Begins with the addresses of the last start in this home, without its processes. */
  constructor(private readonly home: string) {
    const { pids: _pids, ops: _ops, ...kept } = readLocalAddresses(home);
    this.addresses = kept;
  }

  get(): LocalAddresses {
    return this.addresses;
  }

  /** Adds to the book and writes it; `pids` and `ops` are added to those that are there. */
  add(more: LocalAddresses): void {
    this.addresses = {
      ...this.addresses,
      ...more,
      pids: { ...this.addresses.pids, ...more.pids },
      ops: { ...this.addresses.ops, ...more.ops },
    };
    this.write();
  }

  /** After a clean stop: nothing runs, the addresses are those of the next start too. */
  close(): void {
    const { pids: _pids, ops: _ops, ...kept } = this.addresses;
    this.addresses = kept;
    this.write();
  }

  private write(): void {
    writeWhole(addressesPath(this.home), `${JSON.stringify(this.addresses, null, 2)}\n`);
  }
}
