import type { CatalogTask } from "#core/catalog";
import type { ExigoCatalogSetup } from "#core/exigo";

import { compareItems } from "./catalog/compare-items.ts";
import type { CompareItemsPorts } from "./catalog/compare-items.ts";
import { comparePrices } from "./catalog/compare-prices.ts";
import type { ComparePricesPorts } from "./catalog/compare-prices.ts";
import { compareStock } from "./catalog/compare-stock.ts";
import type { CompareStockPorts } from "./catalog/compare-stock.ts";
import { findShipments } from "./catalog/find-shipments.ts";
import type { FindShipmentsPorts } from "./catalog/find-shipments.ts";
import { readProducts } from "./catalog/read-products.ts";
import type { ReadProductsPorts } from "./catalog/read-products.ts";
import type { TurnEnd, TurnFailure, TurnRun, TurnShop } from "./catalog/turn-types.ts";
import type { ClaimedTurn } from "./ports/catalog.ts";
import type { ExigoConnection } from "./ports/exigo.ts";

export type WorkOnCatalogPorts = ReadProductsPorts &
  CompareItemsPorts &
  ComparePricesPorts &
  CompareStockPorts &
  FindShipmentsPorts & {
    /** Called with a fault that a run ended at. */
    readonly onFailure: (
      turn: { readonly programId: number; readonly task: CatalogTask },
      failure: unknown,
    ) => void;
  };

export interface WorkOnCatalogInput {
  /** Turns that are looked up at a time. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

const TASKS: Readonly<Record<CatalogTask, (ports: WorkOnCatalogPorts, run: TurnRun) => Promise<TurnEnd>>> = {
  products: readProducts,
  items: compareItems,
  prices: comparePrices,
  stock: compareStock,
  shipments: findShipments,
};

const MINUTE_MS = 60_000;
/** Webhooks tell of products; a day finds those that never came. */
const PRODUCT_MINUTES = 1_440;
/** How long a turn waits after a failure; a failing Exigo is asked again soon. */
const AFTER_FAILURE_MS = MINUTE_MS;

/**
 * Takes every turn that is due: Exigo's items, prices, stock and shipments of each program, one process at a time. A
 * turn whose process was lost goes on where it was. Nothing is written here: steps are stored for what differs.
 */
export async function workOnCatalog(ports: WorkOnCatalogPorts, input: WorkOnCatalogInput): Promise<void> {
  await ports.catalogTurns.ensure();
  for (const { programId, task } of await ports.catalogTurns.findDue(input.limit)) {
    if (input.signal.aborted) return;
    const turn = await ports.catalogTurns.claim(programId, task);
    if (turn) await takeTurn(ports, turn, input.signal);
  }
}

async function takeTurn(ports: WorkOnCatalogPorts, turn: ClaimedTurn, signal: AbortSignal): Promise<void> {
  const connection = await ports.exigoConnections.find(turn.programId);
  if (connection?.state !== "active") {
    const error = "the connection to Exigo is paused";
    return ports.catalogTurns.giveBack(turn, { inMs: AFTER_FAILURE_MS, error });
  }
  const settings = connection.setup.catalog;
  const shops = await installedShops(ports, turn.programId, settings);
  try {
    const end = await TASKS[turn.task](ports, {
      ...{ turn, settings, shops, signal },
      connection: { ...connection, turn: "catalog" },
    });
    if (end.end === "done")
      return await ports.catalogTurns.end(turn, {
        inMs: minutesOf(settings, turn.task) * MINUTE_MS,
        keep: end.keep,
      });
    if (end.end === "broken_off")
      return await ports.catalogTurns.giveBack(turn, { inMs: 0, error: "the process ended" });
    await afterFailure(ports, turn, connection, end.failure);
  } catch (failure) {
    ports.onFailure(turn, failure);
    const error = "the app failed to compare; its log says why";
    await ports.catalogTurns.giveBack(turn, { inMs: AFTER_FAILURE_MS, error });
  }
}

async function afterFailure(
  ports: WorkOnCatalogPorts,
  turn: ClaimedTurn,
  connection: ExigoConnection,
  failure: TurnFailure,
): Promise<void> {
  // Wrong credentials would be refused again: the home page says so, and people resume it.
  if (failure.failure === "unauthorized" && "trouble" in failure)
    await ports.exigoConnections.pause(connection, failure.message);
  const asked = "retryInMs" in failure ? failure.retryInMs : undefined;
  // A lack of calls is no failure: the turn goes on by itself, and nobody is told.
  const error = failure.failure === "deferred" ? null : failure.message;
  await ports.catalogTurns.giveBack(turn, { inMs: asked ?? AFTER_FAILURE_MS, error });
}

async function installedShops(
  ports: Pick<WorkOnCatalogPorts, "programs">,
  programId: number,
  { shops }: ExigoCatalogSetup,
): Promise<TurnShop[]> {
  const found: TurnShop[] = [];
  for (const settings of shops) {
    const shop = await ports.programs.findShop(programId, settings.shopId);
    if (shop?.state === "installed") found.push({ shop, settings });
  }
  return found;
}

function minutesOf(settings: ExigoCatalogSetup, task: CatalogTask): number {
  switch (task) {
    case "products":
      return PRODUCT_MINUTES;
    case "items":
      return settings.itemMinutes;
    case "prices":
      return settings.priceMinutes;
    case "stock":
      return settings.stockMinutes;
    case "shipments":
      return settings.shipmentMinutes;
  }
}
