import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model, type ModelStatic, type Sequelize } from 'sequelize';
import type { UserError } from '../domain/user-errors';

/** One call of submitDocumentBatch. */
export interface Submission extends Model<InferAttributes<Submission>, InferCreationAttributes<Submission>> {
  id: string;
  tenant: string;
  source: string;
  actor: string;
  idempotencyKey: string | null;
  bodyHash: Buffer | null;
  /** Under an idempotency key: the request of each item, null where it was refused. */
  items: (string | null)[] | null;
  userErrors: UserError[] | null;
  total: number;
  createdAt: Date;
}

export function defineSubmission(sequelize: Sequelize): ModelStatic<Submission> {
  return sequelize.define<Submission>(
    'Submission',
    {
      id: { type: DataTypes.UUID, primaryKey: true },
      tenant: { type: DataTypes.TEXT, allowNull: false },
      source: { type: DataTypes.TEXT, allowNull: false },
      actor: { type: DataTypes.TEXT, allowNull: false },
      idempotencyKey: DataTypes.TEXT,
      bodyHash: DataTypes.BLOB,
      items: DataTypes.ARRAY(DataTypes.UUID),
      userErrors: DataTypes.JSONB,
      total: { type: DataTypes.INTEGER, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'submissions', underscored: true, timestamps: false },
  );
}
