import type { Pool, PoolConnection } from "mariadb";

import type { DocumentKind, DocumentOutcome, DocumentState } from "#core/sync";
import type { ClaimedDocument } from "#usecases/ports/documents";

import {
  changeClaimed,
  endOf as endOfClaim,
  LEASED,
  leaseOn,
  readyIn,
  timeOf,
} from "../claimed-rows.server.ts";
import type { ClaimOptions } from "../claimed-rows.server.ts";
import type { Database } from "../database.server.ts";
import { findDueRows } from "../due-rows.server.ts";
import { readJson } from "../json-column.server.ts";
import { inTransaction } from "../transaction.server.ts";
import { isForgotten } from "./forget.server.ts";

type Db = Pick<Database, "pool">;

interface Row {
  readonly kind: DocumentKind;
  readonly state: DocumentState;
  readonly document: string;
  readonly step_key: string;
  readonly shop_id: number | null;
  readonly member_id: number | null;
  readonly content: unknown;
  readonly attempts: number;
  readonly claims: number;
  readonly sent_at: Date | null;
  readonly created_at: Date;
  readonly now: Date;
  readonly connected: number;
}

/** A step that waits is looked at again, too: soon at first, because it may have been woken while it was tried. */
const OPEN = ["due", "unknown", "sending", "waiting"];
const READY = readyIn(`(${OPEN.map((state) => `'${state}'`).join(", ")})`);

/** A later step waits for every earlier one that is neither done nor dropped, also for one that waits for a person. */
const UNSETTLED = "('due', 'sending', 'unknown', 'needs_review', 'waiting', 'refused')";

/** The connection leads to the place of the step: another point account of the same company is the same place. */
const leadsThere = (step: string, state: string): string => `EXISTS (
  SELECT 1 FROM exigo_connection c
    JOIN exigo_mirror leads ON leads.program_id = c.program_id AND leads.mirror = c.mirror
    LEFT JOIN exigo_mirror owed ON owed.program_id = c.program_id AND owed.mirror = ${step}.mirror
   WHERE c.program_id = ${step}.program_id AND c.state IN ${state}
     AND (${step}.mirror IS NULL OR (owed.host = leads.host AND owed.company = leads.company)))`;

/**
 * Whether an earlier step keeps a later one from its turn. What is owed to another place than the connected one may wait
 * for ever, so it keeps only what is owed to that place.
 */
const holdsUp = (earlier: string, mirror: string): string =>
  `(${earlier}.mirror <=> ${mirror} OR ${earlier}.mirror IS NULL OR ${leadsThere(earlier, "('active', 'paused')")})`;

const NOTHING_BEFORE = `NOT EXISTS (
  SELECT 1 FROM document_intent other
   WHERE other.program_id = i.program_id AND other.document = i.document AND other.id < i.id
     AND other.state IN ${UNSETTLED} AND ${holdsUp("other", "i.mirror")})`;

const TO_EXIGO = "i.kind LIKE 'exigo.%'";

const DESTINATION_OPEN = `IF(${TO_EXIGO}, ${leadsThere("i", "('active')")},
  i.shop_id IS NULL OR EXISTS (
    SELECT 1 FROM shop s WHERE s.id = i.shop_id AND s.program_id = i.program_id AND s.state = 'installed'))`;

/** Seconds after which a step that waits is looked at again: at first, and at most. */
const FIRST_LOOK_SECONDS = 5;
const LAST_LOOK_SECONDS = 6 * 60 * 60;

/** See `Documents.claim`. */
export function claim(
  db: Db,
  options: ClaimOptions,
  programId: number,
  id: number,
): Promise<ClaimedDocument | null> {
  return inTransaction(db, async (connection) => {
    const [wanted]: { document: string; mirror: number | null }[] = await connection.query(
      "SELECT document, mirror FROM document_intent WHERE program_id = ? AND id = ?",
      [programId, id],
    );
    if (!wanted) return null;
    const [first]: { id: number; ready: number }[] = await connection.query(
      `SELECT i.id, ${READY} AS ready FROM document_intent i
        WHERE i.program_id = ? AND i.document = ? AND i.state IN ${UNSETTLED}
          AND (i.id = ? OR ${holdsUp("i", "?")})
        ORDER BY i.id LIMIT 1 FOR UPDATE`,
      [programId, wanted.document, id, wanted.mirror],
    );
    if (first?.id !== id || !first.ready) return null;
    const lease = leaseOn("document_intent", options, [{ programId, id }]);
    await connection.query(lease.sql, lease.values);
    return readClaimed(connection, programId, id);
  });
}

async function readClaimed(
  connection: PoolConnection,
  programId: number,
  id: number,
): Promise<ClaimedDocument | null> {
  const [row]: Row[] = await connection.query(
    `SELECT i.kind, i.state, i.document, i.step_key, i.shop_id, i.member_id, i.content, i.attempts, i.claims,
            i.sent_at, i.created_at, UTC_TIMESTAMP(3) AS now,
            (NOT ${TO_EXIGO} OR ${leadsThere("i", "('active', 'paused')")}) AS connected
       FROM document_intent i WHERE i.program_id = ? AND i.id = ?`,
    [programId, id],
  );
  if (!row) return null;
  return {
    programId,
    id,
    kind: row.kind,
    state: row.state,
    document: row.document,
    stepKey: row.step_key,
    shopId: row.shop_id,
    memberId: row.member_id,
    content: readJson(row.content),
    attempts: row.attempts,
    sentAt: row.sent_at?.toISOString() ?? null,
    claimedAt: row.now.toISOString(),
    createdAt: row.created_at.toISOString(),
    claim: row.claims,
    destinationIsConnected: Boolean(row.connected),
  };
}

/** Ends the claim, and wakes in the same commit what waited for it. */
export function finish(db: Db, step: ClaimedDocument, outcome: DocumentOutcome): Promise<boolean> {
  return inTransaction(db, async (connection) => {
    const { assignments, values } = endOf(outcome);
    const { programId, memberId } = step;
    const said = outcome.state === "confirmed" ? null : outcome.error;
    // Somebody may have been forgotten while their step was under way; what was answered may name them.
    const isSaid =
      said !== null && (memberId === null || !(await isForgotten(connection, programId, memberId)));
    const error = isSaid ? said : null;
    const end = { state: outcome.state, assignments, values, error };
    const ended = await changeClaimed(connection, endOfClaim("document_intent", step, end));
    if (ended && outcome.state === "confirmed") {
      for (const waitsFor of outcome.wakes ?? []) await wake(connection, step.programId, waitsFor);
    }
    return ended;
  });
}

function endOf(outcome: DocumentOutcome): { assignments: string; values: unknown[] } {
  if (outcome.state === "waiting") {
    // A step that did not wait for this before may have been woken while it was tried: it is looked at again at once.
    return {
      assignments: `due_at = UTC_TIMESTAMP(3) + INTERVAL IF(waits_for <=> ?,
          LEAST(${LAST_LOOK_SECONDS}, GREATEST(${FIRST_LOOK_SECONDS},
            TIMESTAMPDIFF(SECOND, created_at, UTC_TIMESTAMP(3)))), ${FIRST_LOOK_SECONDS}) SECOND,
        waits_for = ?, sent_at = NULL`,
      values: [outcome.waitsFor, outcome.waitsFor],
    };
  }
  const { assignments, values } = timeOf(outcome);
  if (outcome.state !== "confirmed") return { assignments: `${assignments}, waits_for = NULL`, values };
  return {
    assignments: `${assignments}, waits_for = NULL, remote_ref = ?, result = ?`,
    values: [...values, outcome.remoteRef, outcome.result ? JSON.stringify(outcome.result) : null],
  };
}

/** Makes due what waits for this; one that is being looked at just now is looked at once more. */
export async function wake(
  connection: PoolConnection,
  programId: number,
  waitsFor: string,
): Promise<readonly number[]> {
  const rows: { id: number }[] = await connection.query(
    "SELECT id FROM document_intent WHERE program_id = ? AND waits_for = ? FOR UPDATE",
    [programId, waitsFor],
  );
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  await connection.query(
    `UPDATE document_intent
        SET waits_for = NULL, due_at = IF(state = 'waiting', UTC_TIMESTAMP(3), due_at),
            state = IF(state = 'waiting', 'due', state)
      WHERE program_id = ? AND id IN (?)`,
    [programId, ids],
  );
  return ids;
}

/** See `Documents.findNext`. */
export async function findNext(
  pool: Pool,
  { programId, document }: Pick<ClaimedDocument, "programId" | "document">,
): Promise<number | null> {
  const [next]: { id: number }[] = await pool.query(
    `SELECT i.id FROM document_intent i
      WHERE i.program_id = ? AND i.document = ? AND ${READY} AND ${NOTHING_BEFORE} ORDER BY i.id LIMIT 1`,
    [programId, document],
  );
  return next?.id ?? null;
}

/** See `Documents.findDue`. */
export function findDue(pool: Pool, limit: number): Promise<{ programId: number; id: number }[]> {
  const isCarriedOutNow = `NOT ${LEASED} AND ${DESTINATION_OPEN} AND ${NOTHING_BEFORE}`;
  return findDueRows(pool, { name: "document_intent", open: OPEN, isCarriedOutNow }, limit);
}
