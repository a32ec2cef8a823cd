import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model, type ModelStatic, type Sequelize } from 'sequelize';

/** Where a finished document is kept, and what it is. */
export interface DocumentOutput extends Model<InferAttributes<DocumentOutput>, InferCreationAttributes<DocumentOutput>> {
  requestId: string;
  tenant: string;
  engineBatchId: string;
  attempt: number;
  storeKey: string;
  contentType: string;
  sizeBytes: number;
  pages: number | null;
  sha256: string;
  createdAt: Date;
}

export function defineDocumentOutput(sequelize: Sequelize): ModelStatic<DocumentOutput> {
  return sequelize.define<DocumentOutput>(
    'DocumentOutput',
    {
      requestId: { type: DataTypes.UUID, primaryKey: true },
      tenant: { type: DataTypes.TEXT, allowNull: false },
      engineBatchId: { type: DataTypes.UUID, allowNull: false },
      attempt: { type: DataTypes.INTEGER, allowNull: false },
      storeKey: { type: DataTypes.TEXT, allowNull: false },
      contentType: { type: DataTypes.TEXT, allowNull: false },
      sizeBytes: { type: DataTypes.INTEGER, allowNull: false },
      pages: DataTypes.INTEGER,
      sha256: { type: DataTypes.TEXT, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'document_outputs', underscored: true, timestamps: false },
  );
}
