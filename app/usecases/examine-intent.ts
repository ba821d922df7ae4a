import { canHaveArrived } from "#core/sync";
import type { Instant } from "#core/units";

import type { DriftCases } from "./ports/drift.ts";
import type { Exigo, ExigoConnections } from "./ports/exigo.ts";
import type { Intents, IntentToSettle } from "./ports/intents.ts";
import type { Members } from "./ports/members.ts";
import type { Programs } from "./ports/programs.ts";
import { readExigoBalance } from "./read-exigo-balance.ts";

/** What a person needs to tell whether a write arrived; amounts in minor units. */
export interface IntentEvidence {
  readonly id: number;
  readonly claim: number;
  readonly kind: IntentToSettle["kind"];
  readonly state: IntentToSettle["state"];
  readonly amountMinor: number;
  /** Exigo's balance before it was sent; null: it was not sent. */
  readonly beforeMinor: number | null;
  readonly sentAt: Instant | null;
  /** Exigo's balance at this moment; null: it cannot be read. */
  readonly nowMinor: number | null;
  readonly error: string | null;
  /** False: there is nothing that could have arrived, it can only be sent again. */
  readonly canHaveArrived: boolean;
}

/** Reads a write that waits for a person, with Exigo's balance of now beside it; null: there is no such write. */
export async function examineIntent(
  ports: {
    readonly intents: Pick<Intents, "find">;
    readonly exigoConnections: Pick<ExigoConnections, "find">;
    readonly members: Pick<Members, "findByAccount">;
    readonly programs: Pick<Programs, "findProgram">;
    readonly exigo: Exigo;
    readonly drift: Pick<DriftCases, "expectation">;
  },
  { programId, intentId }: { readonly programId: number; readonly intentId: number },
): Promise<IntentEvidence | null> {
  const intent = await ports.intents.find(programId, intentId);
  if (!intent) return null;
  const { id, claim, kind, state, amountMinor, fenceMinor, sentAt, error } = intent;
  return {
    id,
    claim,
    kind,
    state,
    amountMinor,
    beforeMinor: fenceMinor,
    sentAt,
    nowMinor: kind === "exigo.point" ? await readBalanceNow(ports, programId, intent) : null,
    error,
    canHaveArrived: canHaveArrived({ kind, state, wasSent: sentAt !== null }),
  };
}

async function readBalanceNow(
  ports: Parameters<typeof examineIntent>[0],
  programId: number,
  { accountId, mirror }: IntentToSettle,
): Promise<number | null> {
  const [connection, program, member] = await Promise.all([
    ports.exigoConnections.find(programId),
    ports.programs.findProgram(programId),
    ports.members.findByAccount(programId, accountId),
  ]);
  const exigoCustomerId = member?.exigoCustomerId ?? null;
  if (connection?.state !== "active" || connection.mirror !== mirror) return null;
  if (!program || exigoCustomerId === null) return null;
  const { scale } = program;
  const access = { ...connection, turn: "person" } as const;
  const read = await readExigoBalance(ports, access, { programId, accountId, exigoCustomerId, scale });
  return read.ok ? read.balanceMinor : null;
}
