/** What the adapter wants to know: the part `thunderhead` of the configuration. */
import type { Config } from '../../platform/config';

export type ThunderheadSettings = Config['thunderhead'];
