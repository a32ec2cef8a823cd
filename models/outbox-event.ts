import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model, type ModelStatic, type Sequelize } from 'sequelize';

/** An event that waits to be published. Its topic, type and value are what events/ says. */
export interface OutboxEventRow extends Model<InferAttributes<OutboxEventRow>, InferCreationAttributes<OutboxEventRow>> {
  id: number;
  topic: string;
  key: string;
  eventId: string;
  type: string;
  tenant: string;
  sequence: number | null;
  traceparent: string | null;
  value: object;
  createdAt: Date;
}

export function defineOutboxEvent(sequelize: Sequelize): ModelStatic<OutboxEventRow> {
  return sequelize.define<OutboxEventRow>(
    'OutboxEvent',
    {
      id: { type: DataTypes.BIGINT, primaryKey: true },
      topic: { type: DataTypes.TEXT, allowNull: false },
      key: { type: DataTypes.TEXT, allowNull: false },
      eventId: { type: DataTypes.TEXT, allowNull: false },
      type: { type: DataTypes.TEXT, allowNull: false },
      tenant: { type: DataTypes.TEXT, allowNull: false },
      sequence: DataTypes.INTEGER,
      traceparent: DataTypes.TEXT,
      value: { type: DataTypes.JSONB, allowNull: false },
      createdAt: { type: DataTypes.DATE, allowNull: false },
    },
    { tableName: 'outbox_events', underscored: true, timestamps: false },
  );
}
