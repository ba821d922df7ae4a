import type { DocumentOutcome } from "#core/sync";

import type { ExigoConnection, ExigoConnections, ExigoFailure } from "../ports/exigo.ts";
import type { ClaimedDocument } from "../ports/documents.ts";
import type { Programs, Shop } from "../ports/programs.ts";

/** What is owed to a shop without the app waits; nobody looks for it before the shop has the app again. */
const UNTIL_REINSTALL: DocumentOutcome = {
  state: "due",
  inMs: 60 * 60_000,
  countsAsAttempt: false,
  error: "the shop has no app installed",
};

/** The shop that a step writes to, or what becomes of the step without it. */
export async function findStepShop(
  ports: { readonly programs: Pick<Programs, "findShop"> },
  { programId, shopId }: Pick<ClaimedDocument, "programId" | "shopId">,
): Promise<
  { readonly shop: Shop; readonly outcome: null } | { readonly shop: null; readonly outcome: DocumentOutcome }
> {
  const shop = shopId === null ? null : await ports.programs.findShop(programId, shopId);
  if (!shop) return { shop: null, outcome: { state: "refused", error: "the shop does not exist" } };
  return shop.state === "installed" ? { shop, outcome: null } : { shop: null, outcome: UNTIL_REINSTALL };
}

/** How long a step waits for an Exigo that cannot be read now. */
const EXIGO_LATER_MS = 60_000;

/** What becomes of a step that has to read Exigo and could not. Reading has no effect, so it costs no attempt. */
export function afterExigoRead({ message }: Pick<ExigoFailure, "message">): DocumentOutcome {
  return { state: "due", inMs: EXIGO_LATER_MS, error: message, countsAsAttempt: false };
}

/** The program's connection while it is active; null: there is none, or it is paused. */
export async function activeConnection(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "find"> },
  programId: number,
): Promise<ExigoConnection | null> {
  const connection = await ports.exigoConnections.find(programId);
  return connection?.state === "active" ? connection : null;
}
