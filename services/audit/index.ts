/** The audit log: what people did (write.ts), and reading it (read.ts). What is saved through the Reference Data API is recorded by saves.ts. */
export { readAuditLog, type AuditPage, type AuditQuery } from './read';
export { auditedSaves, type AuditedSaves } from './saves';
export { ALL_TENANTS, writeAudit } from './write';
