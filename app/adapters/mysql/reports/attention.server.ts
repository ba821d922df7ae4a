import type { Pool } from "mariadb";
import { z } from "zod";

import type { ArrivalFindingKind } from "#core/rereading";
import type { IntentState } from "#core/sync";

import type { AttentionRow } from "#core/reading";
import { nameOfPerson, readPeople } from "./members.server.ts";
import { instant, readRows, wholeNumber } from "./rows.server.ts";

/** A row before its member's name is read. */
type UnnamedRow = AttentionRow extends infer Row
  ? Row extends AttentionRow
    ? Omit<Row, "memberName">
    : never
  : never;

const intentRow = z.object({
  id: z.number(),
  intent_kind: z.string(),
  state: z.custom<IntentState>(),
  amount: z.number(),
  reason: z.string().nullable(),
  at: instant,
  member_id: z.number().nullable(),
});
const inboxRow = z.object({
  id: z.number(),
  shop_domain: z.string(),
  topic: z.string(),
  reason: z.string().nullable(),
  at: instant,
});
const caseRow = z.object({
  id: z.number(),
  drift: z.string(),
  amount: z.number(),
  at: instant,
  member_id: z.number().nullable(),
});
const mergeRow = z.object({ id: z.number(), at: instant, member_id: z.number() });
const requestRow = z.object({ id: z.number(), at: instant, due_at: instant });

const stepsRow = z.object({ steps: wholeNumber, at: instant.nullable() });
const arrivalRow = z.object({
  id: z.number(),
  finding: z.custom<ArrivalFindingKind>(),
  shop_domain: z.string(),
  at: instant,
});

/**
 * What waits for a person: writes and steps that were refused or need a look, quarantined webhooks, open drift cases, shops whose
 * webhooks do not arrive, merges of two members that are both in Exigo, and requests for personal data.
 */
export async function readAttention(pool: Pool, programId: number, limit: number): Promise<AttentionRow[]> {
  const found = await Promise.all([
    readSteps(pool, programId),
    readIntents(pool, programId, limit),
    readQuarantine(pool, programId, limit),
    readCases(pool, programId, limit),
    readWaitingMerges(pool, programId, limit),
    readDataRequests(pool, programId, limit),
    readArrivals(pool, programId, limit),
  ]);
  const rows = found
    .flat()
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, limit);
  const memberIds = [...new Set(rows.flatMap(({ memberId }) => memberId ?? []))];
  const people = await readPeople(pool, programId, memberIds);
  return rows.map((row) => ({
    ...row,
    memberName: row.memberId === null ? null : nameOfPerson(people.get(row.memberId)),
  }));
}

async function readSteps(pool: Pool, programId: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    stepsRow,
    `SELECT COUNT(*) AS steps, MIN(created_at) AS at FROM document_intent
      WHERE program_id = ? AND state IN ('refused', 'needs_review')`,
    [programId],
  );
  return rows.flatMap(({ steps, at }) =>
    at === null ? [] : [{ kind: "steps" as const, id: 0, steps, at, memberId: null }],
  );
}

async function readIntents(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    intentRow,
    `SELECT i.id, i.kind AS intent_kind, i.state, i.amount, i.last_error AS reason,
       COALESCE(i.finished_at, i.created_at) AS at, a.member_id
     FROM intent i LEFT JOIN account a ON a.program_id = i.program_id AND a.id = i.account_id
     LEFT JOIN exigo_connection c ON c.program_id = i.program_id
     WHERE i.program_id = ? AND i.state IN ('refused', 'needs_review')
       AND (i.mirror IS NULL OR i.mirror = c.mirror) ORDER BY i.id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ intent_kind, amount, member_id, ...row }) => ({
    ...row,
    kind: "intent",
    intentKind: intent_kind,
    amountMinor: amount,
    memberId: member_id,
  }));
}

async function readQuarantine(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    inboxRow,
    `SELECT i.id, i.shop_domain, i.topic, i.reason, COALESCE(i.finished_at, i.received_at) AS at
     FROM inbox_event i JOIN shop s ON s.domain = i.shop_domain
     WHERE s.program_id = ? AND i.state = 'quarantined' ORDER BY i.id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ shop_domain, ...row }) => ({
    ...row,
    kind: "inbox",
    shopDomain: shop_domain,
    memberId: null,
  }));
}

async function readCases(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    caseRow,
    `SELECT d.id, d.kind AS drift, d.amount, d.found_at AS at, a.member_id
     FROM drift_case d LEFT JOIN account a ON a.program_id = d.program_id AND a.id = d.account_id
     WHERE d.program_id = ? AND d.state = 'open' ORDER BY d.id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ amount, member_id, ...row }) => ({
    ...row,
    kind: "case",
    amountMinor: amount,
    memberId: member_id,
  }));
}

async function readWaitingMerges(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    mergeRow,
    `SELECT id, told_at AS at, into_member_id AS member_id FROM member_merge
     WHERE program_id = ? AND state = 'waiting' ORDER BY id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ member_id, ...row }) => ({ ...row, kind: "merge", memberId: member_id }));
}

async function readDataRequests(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    requestRow,
    `SELECT id, requested_at AS at, due_at FROM privacy_request
     WHERE program_id = ? AND kind = 'data_request' AND state = 'open' ORDER BY due_at LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ due_at, ...row }) => ({ ...row, kind: "data_request", dueAt: due_at, memberId: null }));
}

async function readArrivals(pool: Pool, programId: number, limit: number): Promise<UnnamedRow[]> {
  const rows = await readRows(
    pool,
    arrivalRow,
    `SELECT a.id, a.kind AS finding, s.domain AS shop_domain, a.found_at AS at
     FROM arrival_finding a JOIN shop s ON s.program_id = a.program_id AND s.id = a.shop_id
     WHERE a.program_id = ? AND a.open_kind IS NOT NULL ORDER BY a.id DESC LIMIT ?`,
    [programId, limit],
  );
  return rows.map(({ shop_domain, ...row }) => ({
    ...row,
    kind: "arrival",
    shopDomain: shop_domain,
    memberId: null,
  }));
}
