/** All scenarios, in the order in which they run; those with a world of their own come last. */
import type { Scenario } from '../scenario';
import { crashPoints } from './crash-points';
import { engineScenarios } from './engine';
import { brokerRestarted, poisoned, rebalanceStorm, repeated, rollingRestart } from './kafka';
import { clockWrong, diskFull } from './machine';
import { networkAway, networkCut, networkSlow } from './network';
import { commitAnswersLost, connectionsUsedUp, postgresRestarted } from './postgres';
import { cancelledMeanwhile, everythingKilled, killed, stalled } from './processes';
import { recoveryKilled } from './recovery';
import { redisFlushed, redisStopped } from './redis';
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
  everythingKilled,
  cancelledMeanwhile,
  rebalanceStorm,
  brokerRestarted,
  postgresRestarted,
  connectionsUsedUp,
  networkSlow,
  networkAway,
  referenceDataKilled,
  referenceDataHung,
  referenceDataTalksNonsense,
  cacheLostInChange,
  recoveryKilled,
  clockWrong,
  rollingRestart,
  diskFull,
];
