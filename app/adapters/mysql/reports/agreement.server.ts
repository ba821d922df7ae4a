import type { Pool } from "mariadb";
import { z } from "zod";

import type { AgreementReport, CasesOfKind } from "#core/reading";

import { measure } from "../agreement.server.ts";
import { instant, readRows, wholeNumber } from "./rows.server.ts";

const GAPS = 20;
const NEWEST_CASES = 5;

const gapCause = z.enum([
  ...["on_its_way", "needs_review", "refused", "case", "not_handed_over"],
  ...["not_linked", "not_in_exigo", "being_checked"],
] as const);
const driftKind = z.enum(["missing", "extra", "amount", "sign", "wrong_account", "stale"]);

const dayRow = z.object({ day: z.string(), value: wholeNumber, gap: wholeNumber, late_gap: wholeNumber });
const causeRow = z.object({ cause: gapCause, gaps: wholeNumber, gap: wholeNumber });
const gapRow = z.object({
  member_id: z.number(),
  ledger: wholeNumber,
  exigo: z.number().nullable(),
  cause: gapCause,
  since: instant,
});
const kindRow = z.object({ kind: driftKind, cases: wholeNumber, amount: wholeNumber });
const caseRow = z.object({ kind: driftKind, id: z.number(), member_id: z.number(), amount: wholeNumber });
const runRow = z.object({
  now: instant,
  state: z.enum(["waiting", "running", "finished"]).nullable(),
  due_at: instant.nullable(),
  is_left: z.coerce.boolean(),
  accounts: wholeNumber,
  accounts_in_all: wholeNumber,
  strangers: wholeNumber,
  trouble: z.string().nullable(),
  finished_at: instant.nullable(),
});

/** How far balances agree with Exigo's: now, by day, and what does not. */
export async function readAgreement(
  pool: Pool,
  programId: number,
  { days }: { days: number },
): Promise<AgreementReport> {
  const [measured, byDay, causes, gaps, cases, [run]] = await Promise.all([
    measure(pool, programId),
    readDays(pool, programId, days),
    readCauses(pool, programId),
    readGaps(pool, programId),
    readCases(pool, programId),
    readRun(pool, programId),
  ]);
  return {
    now: run?.now ?? "",
    measured,
    days: byDay.map(({ day, value, gap, late_gap }) => ({
      ...{ day, valueMinor: value, gapMinor: gap, lateGapMinor: late_gap },
    })),
    causes: causes.map(({ cause, gaps: count, gap }) => ({ cause, gaps: count, gapMinor: gap })),
    gaps: gaps.map(({ member_id, ledger, exigo, cause, since }) => ({
      ...{ memberId: member_id, ledgerMinor: ledger, exigoMinor: exigo, cause, since },
    })),
    cases,
    last: run?.finished_at
      ? { finishedAt: run.finished_at, accounts: run.accounts, strangers: run.strangers }
      : null,
    next: nextOf(run),
  };
}

function nextOf(run: z.output<typeof runRow> | undefined): AgreementReport["next"] {
  if (!run || run.due_at === null || (run.state !== "waiting" && run.state !== "running")) return null;
  return {
    state: run.state === "running" && run.is_left ? "left" : run.state,
    dueAt: run.due_at,
    accounts: run.accounts,
    accountsInAll: run.accounts_in_all,
    trouble: run.trouble,
  };
}

async function readDays(pool: Pool, programId: number, days: number): Promise<z.output<typeof dayRow>[]> {
  const newestFirst = await readRows(
    pool,
    dayRow,
    "SELECT day, value, gap, late_gap FROM agreement_day WHERE program_id = ? ORDER BY day DESC LIMIT ?",
    [programId, days],
  );
  return newestFirst.reverse();
}

function readCauses(pool: Pool, programId: number): Promise<z.output<typeof causeRow>[]> {
  return readRows(
    pool,
    causeRow,
    `SELECT cause, COUNT(*) AS gaps, SUM(ABS(ledger - COALESCE(exigo, 0))) AS gap FROM agreement_gap
      WHERE program_id = ? GROUP BY cause ORDER BY gap DESC, cause`,
    [programId],
  );
}

function readGaps(pool: Pool, programId: number): Promise<z.output<typeof gapRow>[]> {
  return readRows(
    pool,
    gapRow,
    `SELECT a.member_id, g.ledger, g.exigo, g.cause, g.since FROM agreement_gap g
       JOIN account a ON a.program_id = g.program_id AND a.id = g.account_id
      WHERE g.program_id = ? ORDER BY ABS(g.ledger - COALESCE(g.exigo, 0)) DESC, g.account_id LIMIT ?`,
    [programId, GAPS],
  );
}

async function readCases(pool: Pool, programId: number): Promise<CasesOfKind[]> {
  const kinds = await readRows(
    pool,
    kindRow,
    `SELECT kind, COUNT(*) AS cases, SUM(amount) AS amount FROM drift_case
      WHERE program_id = ? AND state = 'open' GROUP BY kind ORDER BY cases DESC, kind`,
    [programId],
  );
  const newest = await readRows(
    pool,
    caseRow,
    `SELECT kind, id, member_id, amount FROM
       (SELECT d.kind, d.id, a.member_id, d.amount, ROW_NUMBER() OVER (PARTITION BY d.kind ORDER BY d.id DESC) AS place
          FROM drift_case d JOIN account a ON a.program_id = d.program_id AND a.id = d.account_id
         WHERE d.program_id = ? AND d.state = 'open') ranked
      WHERE place <= ? ORDER BY id DESC`,
    [programId, NEWEST_CASES],
  );
  return kinds.map(({ kind, cases, amount }) => ({
    kind,
    count: cases,
    amountMinor: amount,
    newest: newest
      .filter((each) => each.kind === kind)
      .map((each) => ({ caseId: each.id, memberId: each.member_id, amountMinor: each.amount })),
  }));
}

function readRun(pool: Pool, programId: number): Promise<z.output<typeof runRow>[]> {
  return readRows(
    pool,
    runRow,
    `SELECT UTC_TIMESTAMP(3) AS now, r.state, r.due_at, COALESCE(r.due_at <= UTC_TIMESTAMP(3), FALSE) AS is_left,
       r.accounts, r.accounts_in_all, r.strangers, r.trouble, r.finished_at
     FROM (SELECT ? AS program_id) p
     LEFT JOIN comparison_run r ON r.program_id = p.program_id AND r.kind = 'full'`,
    [programId],
  );
}
