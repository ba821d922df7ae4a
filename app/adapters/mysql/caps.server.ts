import type { PoolConnection } from "mariadb";

import { capKey, decideGrants } from "#core/rules";
import type { CapGrant, CapWant } from "#core/rules";
import type { CapClaim, Caps } from "#usecases/ports/caps";

import type { Database } from "./database.server.ts";
import { readJson } from "./json-column.server.ts";
import { inTransaction } from "./transaction.server.ts";

interface ClaimRow {
  readonly revision: number;
  readonly grants: unknown;
}

/** No claim was made before; every real one is newer. */
const NEVER = -1;

/** Caps and budgets on MySQL. */
export function createMysqlCaps(db: Pick<Database, "pool">): Caps {
  return {
    claim: (programId, claim, wants) =>
      inTransaction(db, (connection) => settleClaim(connection, programId, claim, wants)),
  };
}

async function settleClaim(
  connection: PoolConnection,
  programId: number,
  claim: CapClaim,
  wants: readonly CapWant[],
): Promise<number[]> {
  const stored = await lockClaim(connection, programId, claim);
  if (stored.revision > claim.revision) return answerFrom(stored.grants, wants);
  const keys = keysOf(stored.grants, wants, claim.accountId);
  const used = await lockCounters(connection, programId, keys);
  const others = withoutGrants(used, stored.grants);
  const grants = decideGrants(wants, claim.accountId, others, stored.grants);
  await storeCounters(connection, programId, used, withGrants(others, grants));
  await connection.query(
    `UPDATE cap_claim SET revision = ?, grants = ?, claimed_at = UTC_TIMESTAMP(3)
      WHERE program_id = ? AND subject = ? AND account_id = ?`,
    [claim.revision, JSON.stringify(grants), programId, claim.subject, claim.accountId],
  );
  return grants.map(({ grantedMinor }) => grantedMinor);
}

/** Makes the row if there is none and locks it; a second claim of the subject waits here for the first. */
async function lockClaim(
  connection: PoolConnection,
  programId: number,
  { subject, accountId }: CapClaim,
): Promise<{ revision: number; grants: CapGrant[] }> {
  await connection.query(
    `INSERT INTO cap_claim (program_id, subject, account_id, revision, grants, claimed_at)
     VALUES (?, ?, ?, ?, '[]', UTC_TIMESTAMP(3))
     ON DUPLICATE KEY UPDATE revision = revision`,
    [programId, subject, accountId, NEVER],
  );
  const [row] = await connection.query<ClaimRow[]>(
    `SELECT revision, grants FROM cap_claim
      WHERE program_id = ? AND subject = ? AND account_id = ? FOR UPDATE`,
    [programId, subject, accountId],
  );
  return { revision: row?.revision ?? NEVER, grants: readJson<CapGrant[]>(row?.grants ?? "[]") };
}

/** Locks all counters, in the order of their keys so that claims wait for each other and never in a circle. */
async function lockCounters(
  connection: PoolConnection,
  programId: number,
  keys: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  await connection.batch(
    `INSERT INTO cap_use (program_id, cap_key, used) VALUES (?, ?, 0)
     ON DUPLICATE KEY UPDATE used = used`,
    keys.map((key) => [programId, key]),
  );
  const rows = await connection.query<{ cap_key: string; used: number }[]>(
    "SELECT cap_key, used FROM cap_use WHERE program_id = ? AND cap_key IN (?) ORDER BY cap_key FOR UPDATE",
    [programId, keys],
  );
  return new Map(rows.map((row) => [row.cap_key, row.used]));
}

async function storeCounters(
  connection: PoolConnection,
  programId: number,
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Promise<void> {
  const moved = [...after].filter(([key, used]) => before.get(key) !== used);
  if (moved.length === 0) return;
  await connection.batch(
    "UPDATE cap_use SET used = ? WHERE program_id = ? AND cap_key = ?",
    moved.map(([key, used]) => [used, programId, key]),
  );
}

/** Keys of what stands and of what is wanted, each once, in their order. */
function keysOf(stored: readonly CapGrant[], wants: readonly CapWant[], accountId: number): string[] {
  const wanted = wants.flatMap(({ caps }) => caps.flatMap((cap) => capKey(cap, accountId) ?? []));
  return [...new Set([...stored.flatMap(({ keys }) => keys), ...wanted])].sort();
}

function withGrants(used: ReadonlyMap<string, number>, grants: readonly CapGrant[]): Map<string, number> {
  const moved = new Map(used);
  for (const { keys, grantedMinor } of grants) {
    for (const key of keys) moved.set(key, (moved.get(key) ?? 0) + grantedMinor);
  }
  return moved;
}

function withoutGrants(used: ReadonlyMap<string, number>, grants: readonly CapGrant[]): Map<string, number> {
  const negated = grants.map((grant) => ({ ...grant, grantedMinor: -grant.grantedMinor }));
  return withGrants(used, negated);
}

/** What a newer claim left: whoever knows less is told what stands. */
function answerFrom(stored: readonly CapGrant[], wants: readonly CapWant[]): number[] {
  return wants.map(({ ruleId, wantedMinor }) => {
    const grant = stored.find((each) => each.ruleId === ruleId);
    return Math.min(grant?.grantedMinor ?? 0, wantedMinor);
  });
}
