/** The engine's side: the adapter, the transfer folder and the output store. */
import { createOutputStore } from '../../adapters/output-store';
import { createThunderheadEngine, createTransferFolder } from '../../adapters/thunderhead';
import type { Config } from '../../platform/config';

export function engineParts(config: Config) {
  return {
    engine: createThunderheadEngine(config.thunderhead),
    transfer: createTransferFolder(config.thunderhead),
    outputs: createOutputStore(config.outputDir),
  };
}
