import type { DriftCases } from "./ports/drift.ts";
import type { ExigoConnections } from "./ports/exigo.ts";
import type { Programs } from "./ports/programs.ts";
import { reconcileAccount } from "./reconcile-account.ts";
import type { ReconcileAccountPorts } from "./reconcile-account.ts";

export interface ReviewDriftCaseInput {
  readonly programId: number;
  readonly caseId: number;
  /** adopt: book exactly the drift of the case. push: write it back. check: only compare once more. */
  readonly verdict: "adopt" | "push" | "check";
  /** Shopify's id of the member of staff. */
  readonly staff: string;
}

/**
 * adopted: the drift is an entry that names its case. pushed: a write of the opposite is owed, which names it. gone: Exigo and the ledger agree, the case is closed.
 * changed: Exigo's balance is another than the case says. remains: it is as the case says. busy: a write of ours
 * is under way. unreachable: Exigo's balance could not be read. unknown: there is no such case.
 */
export interface DriftCaseReview {
  readonly outcome:
    "adopted" | "pushed" | "gone" | "changed" | "remains" | "busy" | "unreachable" | "unknown";
}

/**
 * Carries out a person's decision about a drift, against Exigo's balance of this moment: what is booked is the
 * drift that the person saw, or nothing. Twice, or beside the poll, it is one entry.
 */
export async function reviewDriftCase(
  ports: ReconcileAccountPorts & {
    readonly drift: Pick<DriftCases, "findCase">;
    readonly exigoConnections: Pick<ExigoConnections, "find">;
    readonly programs: Pick<Programs, "findProgram">;
  },
  { programId, caseId, verdict, staff }: ReviewDriftCaseInput,
): Promise<DriftCaseReview> {
  const found = await ports.drift.findCase(programId, caseId);
  if (!found) return { outcome: "unknown" };
  if (found.state === "adopted" || found.state === "pushed") return { outcome: found.state };
  if (found.state === "superseded") return { outcome: "gone" };
  const [connection, program] = await Promise.all([
    ports.exigoConnections.find(programId),
    ports.programs.findProgram(programId),
  ]);
  const { accountId, exigoCustomerId, amountMinor: driftMinor } = found;
  if (connection?.state !== "active" || !program || exigoCustomerId === null)
    return { outcome: "unreachable" };
  const asked = { ...connection, turn: "person" } as const;
  const { outcome } = await reconcileAccount(ports, asked, {
    target: { programId, accountId, exigoCustomerId },
    scale: program.scale,
    ...(verdict === "check" ? {} : { decision: { driftMinor, verdict, staff } }),
  });
  switch (outcome) {
    case "adopted":
    case "pushed":
      return { outcome };
    case "agreed":
      // Another run may have adopted it between the look at the case and the look at the balance.
      return {
        outcome: (await ports.drift.findCase(programId, caseId))?.state === "adopted" ? "adopted" : "gone",
      };
    case "waiting":
      return { outcome: "changed" };
    case "case":
      return { outcome: "remains" };
    case "skipped":
      return { outcome: "busy" };
    case "unreadable":
    case "out_of_reach":
    case "deferred":
    case "paused":
      return { outcome: "unreachable" };
  }
}
