/** The screens in their order, and who sees them. */
import {
  IconAlertTriangle,
  IconBook2,
  IconFilePlus,
  IconFiles,
  IconHeartRateMonitor,
  IconHistory,
  IconMailOff,
  IconStack2,
  type Icon,
} from '@tabler/icons-react';
import type { Rights } from '../session/rights';

export interface NavigationItem {
  readonly to: '/overview' | '/requests' | '/errors' | '/submit' | '/reference-data' | '/jobs' | '/dead-letters' | '/audit';
  readonly label: string;
  readonly icon: Icon;
  readonly shown: (rights: Rights) => boolean;
}

export const NAVIGATION: readonly NavigationItem[] = [
  { to: '/overview', label: 'Overview', icon: IconHeartRateMonitor, shown: ({ operate }) => operate },
  { to: '/requests', label: 'Requests', icon: IconFiles, shown: ({ read }) => read },
  { to: '/errors', label: 'Errors', icon: IconAlertTriangle, shown: ({ follow }) => follow },
  { to: '/submit', label: 'Submit', icon: IconFilePlus, shown: ({ submit }) => submit },
  { to: '/reference-data', label: 'Reference data', icon: IconBook2, shown: ({ readContent }) => readContent },
  { to: '/jobs', label: 'Queues', icon: IconStack2, shown: ({ follow }) => follow },
  { to: '/dead-letters', label: 'Dead letters', icon: IconMailOff, shown: ({ operate }) => operate },
  { to: '/audit', label: 'Audit', icon: IconHistory, shown: ({ follow }) => follow },
];
