import {
  customerSigns,
  isNews,
  judgeArrivals,
  orderSigns,
  productSigns,
  unheardSigns,
  WEBHOOK_TAKES_MS,
} from "#core/rereading";
import type { MissedChange, Sign } from "#core/rereading";
import { addMilliseconds } from "#core/units";

import type { ArrivalCheck, Arrivals } from "./ports/arrivals.ts";
import type { Rereads } from "./ports/rereads.ts";
import type { NewestChanges, ShopReader } from "./ports/shop-reader.ts";

export interface ListenToShopPorts {
  readonly arrivals: Arrivals;
  readonly rereads: Pick<Rereads, "knownOrders" | "knownCustomers" | "recentFinds" | "hurry">;
  readonly shopReader: Pick<ShopReader, "newestChanges">;
}

/** Between two looks at a shop; with the time a webhook is given, a silence is found within ten minutes. */
const LOOK_EVERY_MS = 4 * 60_000;

/** How far a look reaches back; what is older is the business of re-reading. */
const LOOK_BACK_MS = 24 * 60 * 60_000;

const NO_CHANGES: NewestChanges = { orders: [], customers: [], products: [] };

export type Listened = "nothing_missed" | "something_missed" | "unanswered";

/**
 * Compares what a shop's webhooks told with what changed last in Shopify: the subscriptions themselves are not listed by
 * the Admin API, so their effect is what is looked at. Opens and closes findings, of the shop, of a group and of single
 * topics, and has the shop re-read at once when a change did not come; a topic whose sisters told the same has nothing
 * re-read. Returns null when the shop is not due; `asked`: it is due now.
 */
export async function listenToShop(
  ports: ListenToShopPorts,
  shop: { readonly programId: number; readonly shopId: number },
  { asked = false }: { readonly asked?: boolean } = {},
): Promise<Listened | null> {
  const check = await ports.arrivals.claim(shop, LOOK_EVERY_MS, asked);
  if (check === null) return null;
  const lookBack = addMilliseconds(check.now, -LOOK_BACK_MS);
  const range = {
    since: lookBack > check.installedAt ? lookBack : check.installedAt,
    until: addMilliseconds(check.now, -WEBHOOK_TAKES_MS),
  };
  const told = await ports.shopReader.newestChanges(check.shopDomain, range);
  const changes = told.ok ? told.value : NO_CHANGES;
  const missed = await findMissed(ports, check, changes);
  const signs = await findSigns(ports, check, changes);
  // Listened to last: what is held and told by now was heard before.
  const voices = await ports.arrivals.listen(check);
  const unheard = unheardSigns(signs, voices.topics, range);
  // What re-reading has found since is known by now, and was missed all the same.
  const found = await ports.rereads.recentFinds(check.programId, check.shopId, lookBack);
  const allMissed = [...missed, ...found.filter(({ changedAt }) => changedAt <= range.until)];
  const open = await ports.arrivals.openFindings(check.programId, check.shopId);
  const verdict = judgeArrivals({ now: check.now, voices, missed: allMissed, unheard, open });
  await ports.arrivals.settle(check, verdict, { missed: allMissed, unheard });
  for (const resource of new Set(missed.map((change) => change.resource))) {
    await ports.rereads.hurry(check.programId, check.shopId, resource);
  }
  if (!told.ok) return "unanswered";
  return missed.length > 0 ? "something_missed" : "nothing_missed";
}

async function findMissed(
  { rereads }: ListenToShopPorts,
  { programId, shopId }: ArrivalCheck,
  { orders, customers }: NewestChanges,
): Promise<MissedChange[]> {
  const knownOrders = await rereads.knownOrders(
    programId,
    shopId,
    orders.map(({ orderId }) => orderId),
  );
  const knownCustomers = await rereads.knownCustomers(
    programId,
    shopId,
    customers.map(({ customerId }) => customerId),
  );
  const missedOrders = orders
    .filter((order) => isNews(knownOrders.get(order.orderId) ?? null, order))
    .map(({ updatedAt }) => ({ resource: "orders" as const, changedAt: updatedAt }));
  const missedCustomers = customers
    .filter(({ customerId, updatedAt }) => (knownCustomers.get(customerId)?.updatedAt ?? "") < updatedAt)
    .map(({ updatedAt }) => ({ resource: "customers" as const, changedAt: updatedAt }));
  return [...missedOrders, ...missedCustomers];
}

/** What must have happened in the shop, by what it lists. */
async function findSigns(
  { arrivals }: ListenToShopPorts,
  check: ArrivalCheck,
  { orders, customers, products }: NewestChanges,
): Promise<Sign[]> {
  const held = await arrivals.held(check, {
    customerIds: customers.map(({ customerId }) => customerId),
    productIds: products.map(({ productId }) => productId),
  });
  return [
    ...orders.flatMap(({ happenings }) => orderSigns(happenings)),
    ...customers.flatMap((told) =>
      customerSigns(told, held.customers.get(told.customerId) ?? null, check.installedAt),
    ),
    ...products.flatMap((told) => productSigns(told, held.products.get(told.productId) ?? null)),
  ];
}
