import { parseDecimal } from "#core/units";

import type { DriftCases } from "./ports/drift.ts";
import type { Exigo, ExigoAccess, ExigoFailure } from "./ports/exigo.ts";

export interface ReadExigoBalanceInput {
  readonly programId: number;
  readonly accountId: number;
  readonly exigoCustomerId: number;
  /** Decimal places of the program's unit. */
  readonly scale: number;
}

/**
 * Exigo's balance of a customer in minor units. Some companies refuse to read the balance of a customer who
 * never had points: while nothing is expected there, that counts as zero. A balance with more decimal places
 * than the unit has is a failure of class `refused`.
 */
export async function readExigoBalance(
  ports: { readonly exigo: Exigo; readonly drift: Pick<DriftCases, "expectation"> },
  access: ExigoAccess,
  { programId, accountId, exigoCustomerId, scale }: ReadExigoBalanceInput,
): Promise<{ readonly ok: true; readonly balanceMinor: number } | ExigoFailure> {
  const answer = await ports.exigo.readPointBalance(access, exigoCustomerId);
  if (!answer.ok) {
    if (answer.failure !== "refused") return answer;
    const { expectedMinor } = await ports.drift.expectation(programId, accountId);
    return expectedMinor === 0 ? { ok: true, balanceMinor: 0 } : answer;
  }
  const balanceMinor = parseDecimal(answer.value.balance, scale);
  if (balanceMinor !== null) return { ok: true, balanceMinor };
  const message = `Exigo's balance ${answer.value.balance} does not fit a unit of ${scale} decimal places`;
  return { ok: false, failure: "refused", trouble: "answer", status: 200, message };
}
