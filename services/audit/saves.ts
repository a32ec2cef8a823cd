/** Saving reference data, with an entry in the audit log once the Reference Data API has it. */
import type { Sequelize } from 'sequelize';
import type { Caller } from '../../domain/caller';
import type { Logger } from '../../platform/logging';
import type { DocumentType, ReferenceData, SaveResult, Source } from '../ports/reference-data';
import { writeAudit, type AuditEntry } from './write';

/** As in ReferenceData, in the name of `caller`, whose token it is. */
export interface AuditedSaves {
  documentType(caller: Caller, token: string, item: Omit<DocumentType, 'version'>, expectedVersion: number): Promise<SaveResult<DocumentType>>;
  source(caller: Caller, token: string, item: Omit<Source, 'version'>, expectedVersion: number): Promise<SaveResult<Source>>;
}

export function auditedSaves(deps: { readonly database: Sequelize; readonly referenceData: ReferenceData; readonly logger: Logger }): AuditedSaves {
  const { database, referenceData, logger } = deps;
  const record = async (caller: Caller, action: AuditEntry['action'], result: SaveResult<DocumentType> | SaveResult<Source>) => {
    if ('refused' in result) return;
    const { code, version } = result.saved;
    const entry = { tenant: caller.tenant, actor: caller.subject, action, subject: code, counts: { version } };
    // It is saved, whatever becomes of the entry: the version's own history says by whom.
    await writeAudit(database, undefined, entry).catch((error: unknown) => logger.error({ err: error, entry }, 'an entry of the audit log could not be written'));
  };
  return {
    async documentType(caller, token, item, expectedVersion) {
      const result = await referenceData.saveDocumentType(token, item, expectedVersion);
      await record(caller, 'SAVE_DOCUMENT_TYPE', result);
      return result;
    },
    async source(caller, token, item, expectedVersion) {
      const result = await referenceData.saveSource(token, item, expectedVersion);
      await record(caller, 'SAVE_SOURCE', result);
      return result;
    },
  };
}
