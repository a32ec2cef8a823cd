/** What the adapter wants to know: the part `thunderhead` of the configuration. Its protection is wired beside it. */
import type { Config } from '../../platform/config';

export type ThunderheadSettings = Omit<Config['thunderhead'], 'protection'>;
