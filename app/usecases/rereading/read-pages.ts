import { isNews } from "#core/rereading";
import type { ChangeRange, OrderOutline } from "#core/rereading";
import type { Instant } from "#core/units";

import type { Shop } from "../ports/programs.ts";
import type { RereadEnd } from "../ports/rereads.ts";
import type { ReadPage, ShopifyRead } from "../ports/shop-reader.ts";
import { laterAfter } from "./later-after.ts";
import type { BegunReread, RereadPorts, RereadTurn } from "./ports.ts";
import { takeInCustomers } from "./take-in-customers.ts";
import { takeInOrders } from "./take-in-orders.ts";
import type { TakenIn } from "./tally.ts";

/** Whole orders asked for at once: each may have many lines, and a query may cost so many points and no more. */
const ORDERS_AT_ONCE = 5;

/** One page, taken in: where its last change stands, and what it told. */
interface PageRead extends TakenIn {
  readonly readTo: Instant | null;
  readonly next: string | null;
}

type ReadOnePage = (range: ChangeRange, after: string | null) => Promise<ShopifyRead<PageRead>>;

/**
 * Reads a range page by page in the order of change and notes after each how far it has come. Returns null when the
 * claim is lost. A cursor that Shopify does not accept any more costs no more than the page: the range is read on from
 * the last change that was noted.
 */
export async function readPages(
  ports: RereadPorts,
  run: BegunReread,
  { policy, signal }: RereadTurn,
): Promise<RereadEnd | null> {
  const shop = await ports.programs.findShopByDomain(run.shopDomain);
  if (shop?.state !== "installed") return { end: "failed", failure: "shop_uninstalled" };
  const readOne = run.resource === "orders" ? ordersPage(ports, run, shop) : customersPage(ports, run);
  let readTo = run.readTo;
  let since = readTo ?? run.range.since;
  let after: string | null = null;
  for (;;) {
    const page: ShopifyRead<PageRead> = await readOne({ ...run.range, since }, after);
    if (!page.ok) {
      if (page.failure !== "refused" || after === null) return laterAfter(run, page, ports.jitter());
      since = readTo ?? since;
      after = null;
      continue;
    }
    readTo = page.value.readTo ?? readTo;
    const isHeld = await ports.rereads.advance(
      run,
      { readTo: page.value.next === null ? run.range.until : (readTo ?? run.range.until) },
      page.value.counts,
      page.value.finds,
    );
    if (!isHeld) return null;
    if (page.value.next === null) return { end: "finished", nextInMs: policy.intervalMs };
    if (signal.aborted) return { end: "later", inMs: 0, failure: null, counts: false };
    after = page.value.next;
  }
}

/** Lists orders and reads those in whole that tell something new. */
function ordersPage(ports: RereadPorts, run: BegunReread, shop: Shop): ReadOnePage {
  const { programId, shopId, shopDomain } = run;
  return async (range, after) => {
    const listed = await ports.shopReader.listOrders(shopDomain, range, after);
    if (!listed.ok) return listed;
    const { rows, next } = listed.value;
    const ids = rows.map(({ orderId }) => orderId);
    const known = await ports.rereads.knownOrders(programId, shopId, ids);
    const news = rows.filter((row) => isNews(known.get(row.orderId) ?? null, row));
    let taken = nothingTaken(rows.length);
    for (let from = 0; from < news.length; from += ORDERS_AT_ONCE) {
      const wanted = news.slice(from, from + ORDERS_AT_ONCE).map(({ orderId }) => orderId);
      const read = await ports.shopReader.readOrders(shopDomain, wanted);
      if (!read.ok) return read;
      taken = joined(taken, await takeInOrders(ports, run, shop, read.value));
    }
    return { ok: true, value: { ...taken, ...pageEnd(rows, next) } };
  };
}

function customersPage(ports: RereadPorts, run: BegunReread): ReadOnePage {
  return async (range, after) => {
    const listed = await ports.shopReader.listCustomers(run.shopDomain, range, after);
    if (!listed.ok) return listed;
    const { rows, next } = listed.value;
    return { ok: true, value: { ...(await takeInCustomers(ports, run, rows)), ...pageEnd(rows, next) } };
  };
}

function pageEnd(
  rows: readonly Pick<OrderOutline, "updatedAt">[],
  next: ReadPage<unknown>["next"],
): Pick<PageRead, "readTo" | "next"> {
  return { readTo: rows.at(-1)?.updatedAt ?? null, next };
}

function nothingTaken(read: number): TakenIn {
  return { counts: { read, found: 0, refused: 0 }, finds: [] };
}

/** `read` counts the rows of the list: those that were read in whole are among them. */
function joined(before: TakenIn, { counts, finds }: TakenIn): TakenIn {
  return {
    counts: {
      read: before.counts.read,
      found: before.counts.found + counts.found,
      refused: before.counts.refused + counts.refused,
    },
    finds: [...before.finds, ...finds],
  };
}
