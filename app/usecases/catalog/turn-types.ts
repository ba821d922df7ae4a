import type { ExigoCatalogSetup, ShopCatalogSetup } from "#core/exigo";
import type { DocumentDraft } from "#core/sync";

import type { CatalogTurns, ClaimedTurn } from "../ports/catalog.ts";
import type { Documents } from "../ports/documents.ts";
import type { ExigoConnection, ExigoConnections, ExigoFailure } from "../ports/exigo.ts";
import type { Programs, Shop } from "../ports/programs.ts";
import type { ShopifyAnswer } from "../ports/storefront.ts";
import type { WakeUp } from "../ports/wake-up.ts";

/** What every turn uses. */
export interface TurnPorts {
  readonly catalogTurns: CatalogTurns;
  readonly programs: Pick<Programs, "findShop">;
  readonly exigoConnections: Pick<ExigoConnections, "find" | "pause">;
  readonly documents: Pick<Documents, "enqueue">;
  readonly wakeUp: Pick<WakeUp, "document">;
}

/** A shop of a turn, with what the program's settings say of it. */
export interface TurnShop {
  readonly shop: Shop;
  readonly settings: ShopCatalogSetup;
}

/** A turn with all that its run needs to know. */
export interface TurnRun {
  readonly turn: ClaimedTurn;
  /** Its calls to Exigo stand behind those of people, points and documents. */
  readonly connection: ExigoConnection & { readonly turn: "catalog" };
  readonly settings: ExigoCatalogSetup;
  readonly shops: readonly TurnShop[];
  /** Aborted: no further page is begun. */
  readonly signal: AbortSignal;
}

export type TurnFailure = ExigoFailure | Exclude<ShopifyAnswer, { readonly ok: true }>;

/** How a run ended: through, with what the next one begins at; broken off; or at a failure. */
export type TurnEnd =
  | { readonly end: "done"; readonly keep?: unknown }
  | { readonly end: "broken_off" }
  | { readonly end: "failed"; readonly failure: TurnFailure };

/** Stores steps and wakes those that are new; returns how many are. */
export async function enqueueSteps(
  ports: Pick<TurnPorts, "documents" | "wakeUp">,
  programId: number,
  drafts: readonly DocumentDraft[],
): Promise<number> {
  if (drafts.length === 0) return 0;
  const { ids } = await ports.documents.enqueue(programId, drafts);
  for (const id of ids) void ports.wakeUp.document(programId, id);
  return ids.length;
}
