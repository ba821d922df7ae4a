import { keyOfOtherEnd, keysOf } from "#core/ledger";
import type { Command } from "#core/ledger";
import { readNamedLots, readSoonestLots, readWholeLots } from "./lot-reads.server.ts";
import type { LotNeeds } from "./lot-reads.server.ts";
import type { Statement } from "./statements.server.ts";

/** The answers to {@link readsFor}, by name. */
export type ReadName =
  | "program"
  | "keys"
  | "shops"
  | "wholeLots"
  | "soonestLots"
  | "namedLots"
  | "subjects"
  | "holds"
  | "holdMovements"
  | "reversible"
  | "purposes"
  | "reversedMovements"
  | "made";

/**
 * What deciding the commands needs besides the account rows; reads that no command calls for are left out. Sent
 * after the locks are held, so the database's now is never before an entry that was waited for.
 *
 * The indexes and the order of joins are given where every batch reads: while the server's figures about a table are
 * behind the times, as after an import, it would rather read all customers of a shop than those of the accounts, and
 * every account of the program would wait for that.
 */
export function readsFor(
  programId: number,
  accountIds: readonly number[],
  commands: readonly Command[],
  lots: LotNeeds,
): [ReadName, Statement][] {
  const subjects = commands.flatMap((command) => (command.kind === "earn" ? [command.subject] : []));
  const holdKeys = commands.flatMap((command) => ("holdKey" in command ? [command.holdKey] : []));
  const reversed = commands.flatMap((command) => {
    if (command.kind === "reverse") return [command.reversesKey];
    return command.kind === "returnTransfer" ? [command.reversesKey, keyOfOtherEnd(command.reversesKey)] : [];
  });
  const matured = commands.flatMap((command) =>
    command.kind === "mature" ? [[command.accountId, command.lot.entrySeq, command.lot.line]] : [],
  );
  const namedLots = readNamedLots(programId, { reversed, holdKeys, matured });
  return [
    ["program", readProgram(programId)],
    ["keys", readKeys(programId, commands)],
    ["shops", readShops(programId, accountIds)],
    ...(lots.wholeOf.size > 0 ? [["wholeLots", readWholeLots(programId, [...lots.wholeOf])] as const] : []),
    ...(lots.soonestMinor.size > 0 ? [["soonestLots", readSoonestLots(programId, lots)] as const] : []),
    ...(namedLots ? [["namedLots", namedLots] as const] : []),
    ...(subjects.length > 0 ? [["subjects", readSubjects(programId, subjects)] as const] : []),
    ...(holdKeys.length > 0 ? readHolds(programId, holdKeys) : []),
    ...(reversed.length > 0 ? readReversible(programId, reversed) : []),
  ] as [ReadName, Statement][];
}

function readProgram(programId: number): Statement {
  return {
    sql: `SELECT UTC_TIMESTAMP(3) AS now, p.debt_policy, p.expired_lot_grace_days, c.mirror,
            IF(m.state = 'running', m.handed_over_to, NULL) AS handed_over_to
          FROM program p
          LEFT JOIN exigo_connection c ON c.program_id = p.id
          LEFT JOIN exigo_mirror m ON m.program_id = c.program_id AND m.mirror = c.mirror
          WHERE p.id = ?`,
    values: [programId],
  };
}

function readKeys(programId: number, commands: readonly Command[]): Statement {
  return {
    sql: `SELECT business_key, content_hash, result FROM ledger_key FORCE INDEX (ledger_key_program_id_business_key_key)
          WHERE program_id = ? AND business_key IN (?)`,
    values: [programId, commands.flatMap(keysOf)],
  };
}

/** Once per customer of the member. Left to themselves, both engines begin at the shop and read all its customers. */
function readShops(programId: number, accountIds: readonly number[]): Statement {
  return {
    sql: `SELECT a.id AS account_id, m.shop_id FROM account a FORCE INDEX (PRIMARY)
          STRAIGHT_JOIN member_customer m FORCE INDEX (member_customer_program_id_member_id_idx)
            ON m.program_id = a.program_id AND m.member_id = a.member_id
          STRAIGHT_JOIN shop s ON s.id = m.shop_id AND s.program_id = m.program_id AND s.state = 'installed'
          WHERE a.program_id = ? AND a.id IN (?)`,
    values: [programId, accountIds],
  };
}

function readSubjects(programId: number, subjects: string[]): Statement {
  return {
    sql: `SELECT account_id, subject, subject_version, subject_effect, entry_seq
          FROM ledger_key FORCE INDEX (ledger_key_program_id_subject_idx)
          WHERE program_id = ? AND subject IN (?)`,
    values: [programId, subjects],
  };
}

function readHolds(programId: number, holdKeys: string[]): [ReadName, Statement][] {
  return [
    [
      "holds",
      {
        sql: `SELECT account_id, entry_seq, hold_key, amount, expires_at, state, ended_seq FROM hold
              WHERE program_id = ? AND hold_key IN (?)`,
        values: [programId, holdKeys],
      },
    ],
    [
      "holdMovements",
      {
        sql: `SELECT h.hold_key AS name, m.lot_seq, m.lot_line, m.amount, m.more FROM hold h
              JOIN lot_movement m ON m.program_id = h.program_id AND m.account_id = h.account_id
                AND m.entry_seq = h.entry_seq
              WHERE h.program_id = ? AND h.hold_key IN (?) ORDER BY m.line`,
        values: [programId, holdKeys],
      },
    ],
  ];
}

function readReversible(programId: number, keys: string[]): [ReadName, Statement][] {
  const ofEntry = (alias: string, seq: string) =>
    `${alias}.program_id = k.program_id AND ${alias}.account_id = k.account_id AND ${alias}.${seq} = k.entry_seq`;
  const named = "WHERE k.program_id = ? AND k.business_key IN (?)";
  const values = [programId, keys];
  const reversals = "FROM ledger_key r WHERE r.program_id = k.program_id AND r.reverses_key = k.business_key";
  return [
    [
      "reversible",
      {
        sql: `SELECT k.business_key, k.account_id, e.seq, e.kind, e.subject, COALESCE(p.amount, 0) AS pending,
                GREATEST(COALESCE(LEAST(a.amount, a.amount - a.balance_after), 0), 0) AS repaid,
                (SELECT COALESCE(SUM(r.reversed_amount), 0) ${reversals}) AS reversed,
                (SELECT COUNT(*) ${reversals}) AS reversals
              FROM ledger_key k JOIN entry e ON ${ofEntry("e", "seq")}
              LEFT JOIN posting p ON ${ofEntry("p", "seq")} AND p.book = 'pending'
              LEFT JOIN posting a ON ${ofEntry("a", "seq")} AND a.book = 'available' ${named}`,
        values,
      },
    ],
    [
      "purposes",
      {
        sql: `SELECT k.business_key, p.book, p.amount FROM ledger_key k
              JOIN posting p ON ${ofEntry("p", "seq")} AND p.balance_after IS NULL ${named}`,
        values,
      },
    ],
    [
      "reversedMovements",
      {
        sql: `SELECT name, lot_seq, lot_line, amount, more FROM (
                SELECT k.business_key AS name, m.lot_seq, m.lot_line, m.amount, m.more, m.line FROM ledger_key k
                JOIN lot_movement m ON ${ofEntry("m", "entry_seq")} AND m.amount < 0 ${named}
                UNION ALL
                SELECT k.business_key, m.lot_seq, m.lot_line, m.amount, m.more, m.line FROM ledger_key k
                JOIN hold h ON ${ofEntry("h", "ended_seq")}
                JOIN lot_movement m ON m.program_id = h.program_id AND m.account_id = h.account_id
                  AND m.entry_seq = h.entry_seq ${named}
              ) moved ORDER BY name, line`,
        values: [...values, ...values],
      },
    ],
    [
      "made",
      {
        sql: `SELECT k.business_key, l.entry_seq, l.line FROM ledger_key k
              JOIN lot l ON ${ofEntry("l", "entry_seq")} ${named} ORDER BY l.line`,
        values,
      },
    ],
  ];
}
