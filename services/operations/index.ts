/**
 * What people who run the system look at: news.ts follows oms.operations.v1 in each gateway, error-feed.ts and run-progress.ts are the
 * subscriptions on it, system-status.ts is the whole at one glance, status-changes.ts the same as it changes, consumer-lag.ts how far the
 * consumers are behind, error-groups.ts open errors by code, event-records.ts where events stand on the topics.
 */
export { OperationsNews } from './news';
export { followErrors, type FeedError } from './error-feed';
export { followRun } from './run-progress';
export { createSystemStatus, type StageGroups, type SystemStatusRow } from './system-status';
export { ErrorGroups, type ErrorGroupRow } from './error-groups';
export { eventRecords, type EventKey, type EventRecordRow } from './event-records';
export { followStatus } from './status-changes';
