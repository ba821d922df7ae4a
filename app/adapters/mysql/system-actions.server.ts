import type { SystemActions } from "#usecases/ports/system-actions";
import { z } from "zod";

import type { Database } from "./database.server.ts";
import { findInactive } from "./inactive-members.server.ts";

type Db = Pick<Database, "pool">;

const instant = z.date().transform((date) => date.toISOString());
const programRow = z.object({ id: z.number() });
const memberRow = z.object({ member_id: z.number() });
const sinceRow = z.object({ member_id: z.number(), since: instant });
const walkRow = z.object({ walked_to: z.number(), finished: z.coerce.boolean() });

/** What comes to members by itself, on MySQL. */
export function createMysqlSystemActions(db: Db): SystemActions {
  return {
    async now() {
      const [row]: { now: unknown }[] = await db.pool.query("SELECT UTC_TIMESTAMP(3) AS now");
      return instant.parse(row?.now);
    },
    async findPrograms() {
      const rows: unknown = await db.pool.query(
        "SELECT DISTINCT program_id AS id FROM shop WHERE state = 'installed' ORDER BY program_id",
      );
      return z
        .array(programRow)
        .parse(rows)
        .map(({ id }) => id);
    },
    async isRecorded(programId, { memberId, kind, occasion }) {
      const rows: unknown[] = await db.pool.query(
        "SELECT 1 FROM system_action WHERE program_id = ? AND member_id = ? AND kind = ? AND occasion = ?",
        [programId, memberId, kind, occasion],
      );
      return rows.length > 0;
    },
    async record(programId, { memberId, kind, occasion, at, outcome }) {
      await db.pool.query(
        `INSERT INTO system_action (program_id, member_id, kind, occasion, happened_at, outcome, recorded_at)
         VALUES (?, ?, ?, ?, ?, ?, UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE outcome = outcome`,
        [programId, memberId, kind, occasion, new Date(at), outcome],
      );
    },
    findSignUps: (programId, query) => findSignUps(db, programId, query),
    findBirthdays: (programId, look, query) => findBirthdays(db, programId, look, query),
    findWalk: (programId, day) => findWalk(db, programId, day),
    findInactive: (programId, query) => findInactive(db, programId, query),
    moveWalk: (programId, day, toMemberId) => moveWalk(db, programId, day, toMemberId),
  };
}

async function findSignUps(
  { pool }: Db,
  programId: number,
  { from, limit, exceptMemberIds }: Parameters<SystemActions["findSignUps"]>[1],
) {
  const rows: unknown = await pool.query(
    `SELECT c.member_id, MIN(c.customer_since) AS since FROM member_customer c
      WHERE c.program_id = ? AND c.customer_since >= ? AND c.state = 'linked' AND c.member_id NOT IN (?)
        AND NOT EXISTS (SELECT 1 FROM system_action s WHERE s.program_id = c.program_id
                           AND s.member_id = c.member_id AND s.kind = 'sign_up' AND s.occasion = 'once')
      GROUP BY c.member_id ORDER BY since LIMIT ?`,
    [programId, new Date(from), orNone(exceptMemberIds), limit],
  );
  return z
    .array(sinceRow)
    .parse(rows)
    .map(({ member_id: memberId, since }) => ({ memberId, since }));
}

async function findBirthdays(
  { pool }: Db,
  programId: number,
  { birthDays, endsAt, occasion }: Parameters<SystemActions["findBirthdays"]>[1],
  { limit, exceptMemberIds }: Parameters<SystemActions["findBirthdays"]>[2],
): Promise<number[]> {
  const rows: unknown = await pool.query(
    `SELECT DISTINCT c.member_id FROM member_customer c
       JOIN member m ON m.program_id = c.program_id AND m.id = c.member_id
      WHERE c.program_id = ? AND c.birth_day IN (?) AND c.state = 'linked' AND c.member_id NOT IN (?)
        AND m.created_at < ?
        AND NOT EXISTS (SELECT 1 FROM system_action s WHERE s.program_id = c.program_id
                           AND s.member_id = c.member_id AND s.kind = 'birthday' AND s.occasion = ?)
      ORDER BY c.member_id LIMIT ?`,
    [programId, birthDays, orNone(exceptMemberIds), new Date(endsAt), occasion, limit],
  );
  return z
    .array(memberRow)
    .parse(rows)
    .map((row) => row.member_id);
}

async function findWalk({ pool }: Db, programId: number, day: string): Promise<number | null> {
  const rows: unknown = await pool.query(
    "SELECT walked_to, finished FROM inactivity_walk WHERE program_id = ? AND day = ?",
    [programId, day],
  );
  const [walk] = z.array(walkRow).parse(rows);
  if (!walk) return 0;
  return walk.finished ? null : walk.walked_to;
}

/** Assignments happen in their order, and each one sees what those before it have set. */
async function moveWalk(
  { pool }: Db,
  programId: number,
  day: string,
  toMemberId: number | null,
): Promise<void> {
  await pool.query(
    `INSERT INTO inactivity_walk (program_id, day, walked_to, finished) VALUES (?, ?, ?, ?)
     ON DUPLICATE KEY UPDATE
       finished = IF(day = VALUES(day), finished OR VALUES(finished), IF(day < VALUES(day), VALUES(finished), finished)),
       walked_to = IF(day = VALUES(day), GREATEST(walked_to, VALUES(walked_to)),
                      IF(day < VALUES(day), VALUES(walked_to), walked_to)),
       day = GREATEST(day, VALUES(day))`,
    [programId, day, toMemberId ?? 0, toMemberId === null],
  );
}

/** A list for `NOT IN`, which cannot be empty; no member has the number 0. */
function orNone(memberIds: readonly number[]): readonly number[] {
  return memberIds.length === 0 ? [0] : memberIds;
}
