import type { PoolConnection, UpsertResult } from "mariadb";
import { z } from "zod";

import { hearTopics, NOTHING_HEARD } from "#core/rereading";
import type { Voices } from "#core/rereading";
import type { ArrivalCheck, Arrivals } from "#usecases/ports/arrivals";

import { openFindings, settleFindings } from "./arrivals/findings.server.ts";
import { readHeld } from "./arrivals/held.server.ts";
import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

type Db = Pick<Database, "pool">;

/** Rows of the inbox that are read at a time. */
const EVENTS_AT_ONCE = 2_000;

const checkRow = z.object({ shopDomain: z.string(), installedAt: z.date(), now: z.date() });
const voiceRow = z.object({ voices: z.unknown(), heard_to: z.number() });
const eventRow = z.object({ id: z.number(), topic: z.string(), received_at: z.date() });

/** What is heard of the shops, on MySQL: read from the inbox as far as it has grown, so nothing is added to its insert. */
export function createMysqlArrivals(db: Db): Arrivals {
  return {
    findDue: (limit) =>
      db.pool.query(
        `SELECT s.program_id AS programId, s.id AS shopId FROM shop s
           LEFT JOIN shop_voice v ON v.program_id = s.program_id AND v.shop_id = s.id
          WHERE s.state = 'installed' AND (v.shop_id IS NULL OR v.next_look_at <= UTC_TIMESTAMP(3))
          ORDER BY v.next_look_at LIMIT ?`,
        [limit],
      ),
    claim: (shop, nextInMs, asked = false) => claim(db, shop, nextInMs, asked),
    listen: (check) => inTransaction(db, (connection) => listen(connection, check)),
    openFindings: (programId, shopId) => openFindings(db, programId, shopId),
    held: (check, told) => readHeld(db, check, told),
    settle: (check, verdict, evidence) =>
      inTransaction(db, (connection) => settleFindings(connection, check, verdict, evidence)),
  };
}

async function claim(
  { pool }: Db,
  { programId, shopId }: { programId: number; shopId: number },
  nextInMs: number,
  asked: boolean,
): Promise<ArrivalCheck | null> {
  await pool.query(
    `INSERT IGNORE INTO shop_voice (program_id, shop_id, voices, heard_to, next_look_at)
     VALUES (?, ?, ?, 0, UTC_TIMESTAMP(3))`,
    [programId, shopId, JSON.stringify(NOTHING_HEARD)],
  );
  const { affectedRows }: UpsertResult = await pool.query(
    `UPDATE shop_voice SET next_look_at = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
      WHERE program_id = ? AND shop_id = ? AND (? OR next_look_at <= UTC_TIMESTAMP(3))`,
    [nextInMs * 1_000, programId, shopId, asked],
  );
  if (affectedRows !== 1) return null;
  const [row]: unknown[] = await pool.query(
    `SELECT domain AS shopDomain, installed_at AS installedAt, UTC_TIMESTAMP(3) AS now
       FROM shop WHERE program_id = ? AND id = ? AND state = 'installed'`,
    [programId, shopId],
  );
  if (row === undefined) return null;
  const { shopDomain, installedAt, now } = checkRow.parse(row);
  return { programId, shopId, shopDomain, installedAt: installedAt.toISOString(), now: now.toISOString() };
}

async function listen(
  connection: PoolConnection,
  { programId, shopId, shopDomain }: ArrivalCheck,
): Promise<Voices> {
  const [row]: unknown[] = await connection.query(
    "SELECT voices, heard_to FROM shop_voice WHERE program_id = ? AND shop_id = ? FOR UPDATE",
    [programId, shopId],
  );
  const before = voiceRow.parse(row);
  let voices = readJson<Voices>(before.voices);
  let heardTo = before.heard_to;
  for (;;) {
    const events = z
      .array(eventRow)
      .parse(
        await connection.query(
          "SELECT id, topic, received_at FROM inbox_event WHERE shop_domain = ? AND id > ? ORDER BY id LIMIT ?",
          [shopDomain, heardTo, EVENTS_AT_ONCE],
        ),
      );
    voices = hearTopics(
      voices,
      events.map(({ topic, received_at }) => ({ topic, receivedAt: received_at.toISOString() })),
    );
    heardTo = events.at(-1)?.id ?? heardTo;
    if (events.length < EVENTS_AT_ONCE) break;
  }
  await connection.query(
    `UPDATE shop_voice SET voices = ?, heard_to = ?, listened_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND shop_id = ?`,
    [JSON.stringify(voices), heardTo, programId, shopId],
  );
  return voices;
}
