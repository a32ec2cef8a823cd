/** All scenarios, in the order in which they run; those with a world of their own come last. */
import type { Scenario } from '../scenario';
import { crashPoints } from './crash-points';
import { engineScenarios } from './engine';
import { brokerRestarted, poisoned, readAgain, rebalanceStorm, recordsGone, repeated, rollingRestart, topicsGone } from './kafka';
import { clockWrong, diskFull, outputsGone, transferGone } from './machine';
import { hostsVanish, networkAway, networkCut, networkSlow } from './network';
import { commitAnswersLost, connectionsUsedUp, postgresRestarted, readOnly, sessionsEnded, tablesLocked } from './postgres';
import { cancelledMeanwhile, deployed, everythingKilled, killed, stalled } from './processes';
import { recoveryKilled } from './recovery';
import { redisFlushed, redisFull, redisStopped } from './redis';
import { cacheLostInChange, referenceDataHung, referenceDataKilled, referenceDataTalksNonsense } from './reference-data';

export const SCENARIOS: readonly Scenario[] = [
  killed,
  crashPoints,
  stalled,
  commitAnswersLost,
  networkCut,
  ...engineScenarios,
  poisoned,
  repeated,
  redisFlushed,
  redisStopped,
  redisFull,
  everythingKilled,
  cancelledMeanwhile,
  deployed,
  rebalanceStorm,
  brokerRestarted,
  recordsGone,
  readAgain,
  postgresRestarted,
  connectionsUsedUp,
  readOnly,
  tablesLocked,
  sessionsEnded,
  networkSlow,
  networkAway,
  hostsVanish,
  referenceDataKilled,
  referenceDataHung,
  referenceDataTalksNonsense,
  cacheLostInChange,
  recoveryKilled,
  outputsGone,
  transferGone,
  clockWrong,
  rollingRestart,
  diskFull,
  topicsGone,
];
