import type { Exigo, ExigoConnection } from "./ports/exigo.ts";
import type { MemberFacts } from "./ports/member-facts.ts";

export interface RefreshExigoFactsPorts {
  readonly exigo: Exigo;
  readonly memberFacts: Pick<MemberFacts, "findStale" | "saveExigo">;
}

/**
 * Asks Exigo anew for type and rank of those members whose facts are older than a day, at most `limit` of them, oldest
 * first. A customer that Exigo does not have any more has neither. Ends at the first call that fails: the rest is as old
 * as before and has its turn in the next run. Returns how many were asked for.
 */
export async function refreshExigoFacts(
  ports: RefreshExigoFactsPorts,
  connection: ExigoConnection,
  { limit, signal }: { readonly limit: number; readonly signal: AbortSignal },
): Promise<number> {
  let asked = 0;
  for (const member of await ports.memberFacts.findStale(connection.programId, limit)) {
    if (signal.aborted) break;
    const answer = await ports.exigo.findCustomer(connection, member.exigoCustomerId);
    if (!answer.ok) break;
    const { customerType, rank } = answer.value ?? { customerType: null, rank: null };
    await ports.memberFacts.saveExigo(connection.programId, { ...member, customerType, rank });
    asked += 1;
  }
  return asked;
}
