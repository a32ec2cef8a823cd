/** The engine's side: the adapter behind its protection, the transfer folder and the output store. */
import { createOutputStore } from '../../adapters/output-store';
import { createThunderheadEngine, createTransferFolder, protectEngine } from '../../adapters/thunderhead';
import type { Config } from '../../platform/config';

export function engineParts(config: Config) {
  const { engine, circuit } = protectEngine(createThunderheadEngine(config.thunderhead), config.thunderhead.protection);
  return {
    engine,
    engineCircuit: circuit,
    transfer: createTransferFolder(config.thunderhead),
    outputs: createOutputStore(config.outputDir),
  };
}
