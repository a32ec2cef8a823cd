/**
 * models/: the tables. A Sequelize model per table that is read row by row, the connection (database.ts), and the migrations, which are what makes
 * the tables. Work on many rows at once, compare-and-set and claims are SQL in the use case that owns them.
 */
import type { ModelStatic, Sequelize } from 'sequelize';
import { defineDocumentOutput, type DocumentOutput } from './document-output';
import { defineDocumentRequest, type DocumentRequest } from './document-request';
import { defineEngineBatch, type EngineBatch } from './engine-batch';
import { defineOutboxEvent, type OutboxEventRow } from './outbox-event';
import { defineSubmission, type Submission } from './submission';

export interface Models {
  readonly DocumentRequest: ModelStatic<DocumentRequest>;
  readonly Submission: ModelStatic<Submission>;
  readonly EngineBatch: ModelStatic<EngineBatch>;
  readonly DocumentOutput: ModelStatic<DocumentOutput>;
  readonly OutboxEvent: ModelStatic<OutboxEventRow>;
}

const defined = new WeakMap<Sequelize, Models>();

/** The models of a connection; defined once for each. */
export function modelsOf(sequelize: Sequelize): Models {
  let models = defined.get(sequelize);
  if (!models) {
    models = {
      DocumentRequest: defineDocumentRequest(sequelize),
      Submission: defineSubmission(sequelize),
      EngineBatch: defineEngineBatch(sequelize),
      DocumentOutput: defineDocumentOutput(sequelize),
      OutboxEvent: defineOutboxEvent(sequelize),
    };
    defined.set(sequelize, models);
  }
  return models;
}
