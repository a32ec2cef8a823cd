import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { DocumentFormat, DocumentStatus, JsonObject, Priority, RetryCause } from '../domain/document';

/** One document that was asked for. Its status is changed by services/status-change.ts alone. */
export interface DocumentRequest extends Model<InferAttributes<DocumentRequest>, InferCreationAttributes<DocumentRequest>> {
  id: string;
  tenant: string;
  source: string;
  clientReference: string | null;
  documentType: string;
  documentTypeVersion: number;
  engineConfiguration: string;
  format: DocumentFormat;
  priority: Priority;
  data: JsonObject;
  /** JSON Pointer into data → party id. */
  partyIds: Record<string, string> | null;
  status: DocumentStatus;
  attempt: number;
  sequence: number;
  cause: RetryCause;
  engineBatchId: string | null;
  batchLimit: number | null;
  /** Attempts that do not count against the most there may be. */
  uncountedAttempts: number;
  submissionId: string | null;
  idempotencyKey: string | null;
  bodyHash: Buffer | null;
  traceId: string;
  createdAt: Date;
  updatedAt: Date;
}

export function defineDocumentRequest(sequelize: Sequelize): ModelStatic<DocumentRequest> {
  return sequelize.define<DocumentRequest>(
    'DocumentRequest',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      tenant: { type: DataTypes.TEXT, allowNull: false },
      source: { type: DataTypes.TEXT, allowNull: false },
      clientReference: DataTypes.TEXT,
      documentType: { type: DataTypes.TEXT, allowNull: false },
      documentTypeVersion: { type: DataTypes.INTEGER, allowNull: false },
      engineConfiguration: { type: DataTypes.TEXT, allowNull: false },
      format: { type: DataTypes.TEXT, allowNull: false },
      priority: { type: DataTypes.TEXT, allowNull: false },
      data: { type: DataTypes.JSONB, allowNull: false },
      partyIds: DataTypes.JSONB,
      status: { type: DataTypes.TEXT, allowNull: false },
      attempt: { type: DataTypes.INTEGER, allowNull: false },
      sequence: { type: DataTypes.INTEGER, allowNull: false },
      cause: { type: DataTypes.TEXT, allowNull: false },
      engineBatchId: DataTypes.UUID,
      batchLimit: DataTypes.INTEGER,
      uncountedAttempts: { type: DataTypes.INTEGER, allowNull: false },
      submissionId: DataTypes.UUID,
      idempotencyKey: DataTypes.TEXT,
      bodyHash: DataTypes.BLOB,
      traceId: { type: DataTypes.TEXT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      updatedAt: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'document_requests', underscored: true, timestamps: false },
  );
}
