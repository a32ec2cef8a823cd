import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { DocumentFormat } from '../domain/document';
import type { EnrichedParties } from '../domain/enriched-data';

/** Documents that go to the engine together. Every change compares the claim; see docs/decisions/0006-rename-based-submit.md. */
export interface EngineBatch extends Model<InferAttributes<EngineBatch>, InferCreationAttributes<EngineBatch>> {
  id: string;
  tenant: string;
  engineConfiguration: string;
  format: DocumentFormat;
  mode: 'BULK' | 'ON_DEMAND';
  state: 'CLAIMED' | 'FROZEN' | 'GENERATING' | 'CLOSED';
  claim: number;
  holder: string;
  leaseUntil: Date | null;
  frozenNumber: number | null;
  /** In the order of their transaction numbers. */
  members: string[] | null;
  size: number;
  engineReference: string | null;
  engineStatus: string | null;
  frozenAt: Date | null;
  submittedAt: Date | null;
  nextPollAt: Date | null;
  lastPolledAt: Date | null;
  pollCount: number;
  failedPolls: number;
  waitedMs: number;
  createdAt: Date;
  closedAt: Date | null;
  clearedAt: Date | null;
  /** When it was last watched again for a retry that begins at MONITORING. */
  reopenedAt: Date | null;
  /** Request id → JSON Pointer → party, as the engine got them. */
  enriched: EnrichedParties | null;
}

export function defineEngineBatch(sequelize: Sequelize): ModelStatic<EngineBatch> {
  return sequelize.define<EngineBatch>(
    'EngineBatch',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      tenant: { type: DataTypes.TEXT, allowNull: false },
      engineConfiguration: { type: DataTypes.TEXT, allowNull: false },
      format: { type: DataTypes.TEXT, allowNull: false },
      mode: { type: DataTypes.TEXT, allowNull: false },
      state: { type: DataTypes.TEXT, allowNull: false },
      claim: { type: DataTypes.INTEGER, allowNull: false },
      holder: { type: DataTypes.TEXT, allowNull: false },
      leaseUntil: DataTypes.DATE,
      frozenNumber: DataTypes.INTEGER,
      members: DataTypes.ARRAY(DataTypes.UUID),
      size: { type: DataTypes.INTEGER, allowNull: false },
      engineReference: DataTypes.TEXT,
      engineStatus: DataTypes.TEXT,
      frozenAt: DataTypes.DATE,
      submittedAt: DataTypes.DATE,
      nextPollAt: DataTypes.DATE,
      lastPolledAt: DataTypes.DATE,
      pollCount: { type: DataTypes.INTEGER, allowNull: false },
      failedPolls: { type: DataTypes.INTEGER, allowNull: false },
      waitedMs: { type: DataTypes.BIGINT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
      closedAt: DataTypes.DATE,
      clearedAt: DataTypes.DATE,
      reopenedAt: DataTypes.DATE,
      enriched: DataTypes.JSONB,
    },
    { tableName: 'engine_batches', underscored: true, timestamps: false },
  );
}
