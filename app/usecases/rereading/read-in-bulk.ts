import type { RereadEnd } from "../ports/rereads.ts";
import type { BulkRows, ShopifyRead } from "../ports/shop-reader.ts";
import { laterAfter } from "./later-after.ts";
import type { BegunReread, RereadPorts, RereadTurn } from "./ports.ts";
import { takeInCustomers } from "./take-in-customers.ts";
import { takeInOrders } from "./take-in-orders.ts";
import type { TakenIn } from "./tally.ts";

/** Between two looks at an operation that Shopify is working on. */
const LOOK_AGAIN_MS = 3_000;

/** After so many batches the shop's other runs have their turn. */
const BATCHES_A_TURN = 100;

const SHOPIFY_IS_AT_WORK: RereadEnd = { end: "later", inMs: LOOK_AGAIN_MS, failure: null, counts: false };

/**
 * Reads a range by a bulk operation: starts it, looks at it until it is completed, and takes its result in row by row
 * from the byte that was noted last. An operation that failed, was cancelled or whose link has expired is started anew.
 * Returns null when the claim is lost.
 */
export async function readInBulk(
  ports: RereadPorts,
  run: BegunReread,
  turn: RereadTurn,
): Promise<RereadEnd | null> {
  const { bulkReader, rereads } = ports;
  if (run.bulkOperation === null) {
    const started = await bulkReader.start(run.shopDomain, run.resource, run.range);
    if (!started.ok) return laterAfter(run, started, ports.jitter());
    if (await rereads.noteBulk(run, started.value, null)) return SHOPIFY_IS_AT_WORK;
    // Stopped or taken over in this moment: nobody else knows of the operation.
    await bulkReader.cancel(run.shopDomain, started.value);
    return null;
  }
  const looked = await bulkReader.look(run.shopDomain, run.bulkOperation);
  if (!looked.ok) return laterAfter(run, looked, ports.jitter());
  switch (looked.value.state) {
    case "ended":
      return startAnew(ports, run, `bulk operation ${looked.value.reason}`);
    case "running":
      return SHOPIFY_IS_AT_WORK;
    case "completed": {
      const { total, url } = looked.value;
      if (!(await rereads.noteBulk(run, run.bulkOperation, total))) return null;
      return url === null
        ? { end: "finished", nextInMs: turn.policy.intervalMs }
        : readResult(ports, run, url, turn);
    }
  }
}

async function startAnew(ports: RereadPorts, run: BegunReread, message: string): Promise<RereadEnd | null> {
  if (!(await ports.rereads.noteBulk(run, null, null))) return null;
  return laterAfter(run, { ok: false, failure: "retryable", message }, ports.jitter());
}

async function readResult(
  ports: RereadPorts,
  run: BegunReread,
  url: string,
  { policy, signal }: RereadTurn,
): Promise<RereadEnd | null> {
  let batches = 0;
  for await (const batch of await openResult(ports, run, url)) {
    if (!batch.ok) {
      return batch.failure === "refused"
        ? startAnew(ports, run, batch.message)
        : laterAfter(run, batch, ports.jitter());
    }
    const { taken, nextByte } = batch.value;
    const { counts, finds } = await taken();
    if (!(await ports.rereads.advance(run, { bulkByte: nextByte }, counts, finds))) return null;
    batches += 1;
    if (signal.aborted || batches >= BATCHES_A_TURN) {
      return { end: "later", inMs: 0, failure: null, counts: false };
    }
  }
  return { end: "finished", nextInMs: policy.intervalMs };
}

interface Batch {
  readonly taken: () => Promise<TakenIn>;
  readonly nextByte: number;
}

/** The result's batches, each with what it takes to take it in. */
async function openResult(
  ports: RereadPorts,
  run: BegunReread,
  url: string,
): Promise<AsyncIterable<ShopifyRead<Batch>>> {
  if (run.resource === "customers") {
    const rows = ports.bulkReader.readCustomers(url, run.bulkByte);
    return batches(rows, (customers) => takeInCustomers(ports, run, customers));
  }
  const shop = await ports.programs.findShopByDomain(run.shopDomain);
  const rows = ports.bulkReader.readOrders(run.shopDomain, url, run.bulkByte);
  // A shop that uninstalled the app meanwhile has no run that could be claimed again.
  return batches(rows, (orders) =>
    shop ? takeInOrders(ports, run, shop, orders) : Promise.resolve({ counts: NOTHING, finds: [] }),
  );
}

const NOTHING = { read: 0, found: 0, refused: 0 };

async function* batches<Row>(
  source: AsyncIterable<ShopifyRead<BulkRows<Row>>>,
  takeIn: (rows: readonly Row[]) => Promise<TakenIn>,
): AsyncIterable<ShopifyRead<Batch>> {
  for await (const batch of source) {
    if (!batch.ok) yield batch;
    else {
      const { rows, nextByte } = batch.value;
      yield { ok: true, value: { nextByte, taken: () => takeIn(rows) } };
    }
  }
}
