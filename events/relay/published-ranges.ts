/** Where published events went: topic, partition and offsets by outbox id or feed position. */
import type { Sequelize, Transaction } from 'sequelize';
import type { PublishedRange } from '../ports';

/** Stores what one send answered. `ids[i]` is the outbox id (or feed position) of the i-th record sent, ascending. */
export async function rememberRanges(
  db: Sequelize,
  transaction: Transaction,
  ranges: readonly PublishedRange[],
  ids: readonly number[],
): Promise<void> {
  if (ranges.length === 0) return;
  const kept = ranges.map((range) => ({
    topic: range.topic,
    partition: range.partition,
    base_offset: range.baseOffset,
    ids: range.indexes.map((index) => ids[index]),
  }));
  // A topic that was made anew begins again with offset 0: the newer knowledge counts.
  await db.query(
    `INSERT INTO published_ranges (topic, partition, base_offset, ids, first_id, last_id)
     SELECT r.topic, r.partition, r.base_offset, r.ids, r.ids[1], r.ids[cardinality(r.ids)]
       FROM jsonb_to_recordset($1::jsonb) AS r(topic text, partition int, base_offset bigint, ids bigint[])
     ON CONFLICT (topic, partition, base_offset) DO UPDATE
        SET ids = excluded.ids, first_id = excluded.first_id, last_id = excluded.last_id, published_at = excluded.published_at`,
    { bind: [JSON.stringify(kept)], transaction },
  );
}
