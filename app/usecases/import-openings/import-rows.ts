import { judgeRow, openCommand } from "#core/importing";
import type { Opening, OpeningRow, RowJudgement, RowMember } from "#core/importing";
import type { PostResult } from "#core/ledger";

import type { BulkMember } from "../ports/members-in-bulk.ts";
import type { CustomerFacts } from "../ports/members.ts";
import type { IsInFile } from "./read-rows.ts";
import type { ImportContext, ImportRowsPorts, OpeningDraft, RowDraft, RowReport } from "./types.ts";

/** Finds the members of some hundred rows, judges each, and opens or keeps them. Reports come in the rows' order. */
export async function importRows(
  ports: ImportRowsPorts,
  context: ImportContext,
  isInFile: IsInFile,
  drafts: readonly RowDraft[],
): Promise<RowReport[]> {
  const openings = drafts.filter((draft) => draft.kind === "opening");
  const judged = await judge(ports, context, isInFile, openings);
  const reports = await carryOut(ports, context, judged);
  return drafts.map((draft) => (draft.kind === "ended" ? draft.report : reportOf(reports, draft)));
}

interface Judged {
  readonly draft: OpeningDraft;
  readonly judgement: RowJudgement;
}

async function judge(
  ports: ImportRowsPorts,
  context: ImportContext,
  isInFile: IsInFile,
  drafts: readonly OpeningDraft[],
): Promise<Judged[]> {
  const { programId, mode, startedAt: now } = context;
  const members = await findMembers(ports, context, drafts);
  const accountIds = [...members.values()].flatMap(({ member, isNew }) =>
    member.kind === "account" && member.accountId !== null && !isNew ? [member.accountId] : [],
  );
  const emails = drafts.flatMap(({ row }) => row.email ?? []);
  const [opened, waiting] = await Promise.all([
    ports.openings.findOpenedKeys(programId, [...new Set(accountIds)]),
    ports.openings.findWaitingKeys(programId, [...new Set(emails)]),
  ]);
  const earlier = [...opened.values(), ...waiting.values()].flat();
  const inFile = mode === "skip" && earlier.length > 0 ? await isInFile(earlier) : () => true;
  return drafts.map((draft) => {
    const member = members.get(draft)?.member ?? { kind: "unknown" };
    const accountId = member.kind === "account" ? member.accountId : null;
    const openedKeys = accountId === null ? [] : (opened.get(accountId) ?? []);
    const waitingKeys = waiting.get(draft.row.email ?? "") ?? [];
    const facts = { key: draft.key, member, openedKeys, waitingKeys, mode, now, isInFile: inFile };
    return { draft, judgement: judgeRow(draft.row, facts) };
  });
}

/** Whose each row is. Customers that the file names by their id become members, unless nothing is to be changed. */
async function findMembers(
  { membersInBulk }: ImportRowsPorts,
  { programId, shopId, dryRun }: ImportContext,
  drafts: readonly OpeningDraft[],
): Promise<Map<OpeningDraft, { member: RowMember; isNew: boolean }>> {
  const customers = new Map<string, CustomerFacts>();
  const emails = new Set<string>();
  for (const { row } of drafts) {
    if (row.customerId !== null) customers.set(row.customerId, customerFacts(row.customerId, row));
    else if (row.email !== null) emails.add(row.email);
  }
  const [byCustomer, byEmail] = await Promise.all([
    dryRun
      ? membersInBulk.findByCustomers(programId, shopId, [...customers.keys()])
      : membersInBulk.ensure(programId, shopId, [...customers.values()]),
    membersInBulk.findByEmails(programId, [...emails]),
  ]);
  return new Map(
    drafts.map((draft) => {
      const { customerId, email } = draft.row;
      const found =
        customerId === null
          ? { member: byVerifiedEmail(byEmail.get(email ?? "") ?? []), isNew: false }
          : byId(byCustomer.get(customerId));
      return [draft, found];
    }),
  );
}

function byId(found: BulkMember | undefined): { member: RowMember; isNew: boolean } {
  return { member: { kind: "account", accountId: found?.accountId ?? null }, isNew: found?.isNew ?? true };
}

function byVerifiedEmail(accountIds: readonly number[]): RowMember {
  const [accountId] = accountIds;
  if (accountIds.length > 1) return { kind: "several" };
  return accountId === undefined ? { kind: "unknown" } : { kind: "account", accountId };
}

/** What a file says of a customer is older than anything that Shopify will tell, and proves no email. */
function customerFacts(customerId: string, row: OpeningRow): CustomerFacts {
  const { email, firstName, lastName } = row;
  return { customerId, email, emailVerified: false, firstName, lastName, updatedAt: LONG_AGO };
}

const LONG_AGO = "1970-01-01T00:00:00.000Z";

/** What happened to each draft: an outcome and its reason. */
type Ends = ReadonlyMap<OpeningDraft, Pick<RowReport, "outcome" | "reason">>;

async function carryOut(
  ports: ImportRowsPorts,
  context: ImportContext,
  judged: readonly Judged[],
): Promise<Ends> {
  const { programId, dryRun, mode } = context;
  const ends = new Map<OpeningDraft, Pick<RowReport, "outcome" | "reason">>();
  const toOpen: { draft: OpeningDraft; accountId: number }[] = [];
  const toKeep: OpeningDraft[] = [];
  for (const { draft, judgement } of judged) {
    switch (judgement.kind) {
      case "open":
        ends.set(draft, { outcome: "opened", reason: null });
        if (judgement.accountId !== null) toOpen.push({ draft, accountId: judgement.accountId });
        break;
      case "wait":
        ends.set(draft, { outcome: "waiting", reason: "customer_unknown" });
        toKeep.push(draft);
        break;
      case "unchanged":
        ends.set(draft, { outcome: "unchanged", reason: null });
        break;
      case "refused":
        ends.set(draft, { outcome: "refused", reason: judgement.refusal });
    }
  }
  if (dryRun) return ends;
  const commands = toOpen.map(({ draft, accountId }) => openCommand(accountId, openingOf(context, draft)));
  const waiting = toKeep.map((draft) => ({
    ...openingOf(context, draft),
    email: draft.row.email ?? "",
    line: draft.line,
    mode,
  }));
  const [results] = await Promise.all([
    ports.ledger.post(programId, commands),
    ports.openings.storeWaiting(programId, waiting),
  ]);
  toOpen.forEach(({ draft }, index) => ends.set(draft, endOf(results[index])));
  return ends;
}

function endOf(result: PostResult | undefined): Pick<RowReport, "outcome" | "reason"> {
  if (result?.ok) return { outcome: "opened", reason: null };
  // The key is made of what the row says: under it stands the same row, opened elsewhere in this moment.
  if (result?.refusal.code === "key_used_with_other_content") return { outcome: "unchanged", reason: null };
  return { outcome: "refused", reason: result?.refusal.code ?? "refused_by_ledger" };
}

function openingOf(context: ImportContext, { row, key }: OpeningDraft): Opening {
  const { amountMinor, availableFrom, expiresAt, note } = row;
  const effectiveAt = row.earnedAt ?? context.startedAt;
  return { key, source: context.source, amountMinor, effectiveAt, availableFrom, expiresAt, note };
}

function reportOf(ends: Ends, draft: OpeningDraft): RowReport {
  const { outcome, reason } = ends.get(draft) ?? { outcome: "refused" as const, reason: "refused_by_ledger" };
  return {
    line: draft.line,
    customer: draft.row.customerId ?? draft.row.email ?? "",
    outcome,
    reason,
    openedMinor: outcome === "opened" ? draft.row.amountMinor : 0,
  };
}
