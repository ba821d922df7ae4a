import { createAdminClient } from "#adapters/shopify/admin-client";
import type { AdminClientOptions } from "#adapters/shopify/admin-client";
import { createBulkReader } from "#adapters/shopify/bulk-reader";
import { createShopifyOrderContexts } from "#adapters/shopify/order-context";
import { createShopReader } from "#adapters/shopify/shop-reader";
import { DEFAULT_REREAD_POLICY } from "#core/rereading";
import { listenToShop } from "#usecases/listen-to-shop";
import { dueRows, sweepDue } from "#usecases/sweep-due";
import type { SweepDueInput } from "#usecases/sweep-due";
import { workOnReread } from "#usecases/work-on-reread";
import type { Wiring } from "#wiring";

/** A reader waits this long for a shop's points; after it, other shops have their turn. */
const PATIENCE_MS = 4_000;

/** What reads shops: it has a client of its own, because it waits where deliveries give way. */
export function createShopReading(wiring: Wiring, openAdmin: AdminClientOptions["open"]) {
  const { adapters, config, reportFailure } = wiring;
  const admin = createAdminClient({ open: openAdmin, withLock: adapters.withLock, patienceMs: PATIENCE_MS });
  const shopReader = createShopReader(admin);
  const listening = { ...adapters, shopReader };
  const rereadPorts = {
    ...listening,
    listenNow: (shop: Parameters<typeof listenToShop>[1]) => listenToShop(listening, shop, { asked: true }),
    orderContexts: createShopifyOrderContexts(admin),
    bulkReader: createBulkReader(admin),
    jitter: Math.random,
    onFailure: (run: { programId: number; id: number }, failure: unknown) =>
      reportFailure("reread_failed", failure, run),
  };
  const policy = {
    ...DEFAULT_REREAD_POLICY,
    intervalMs: config.REREAD_MINUTES * 60_000,
    overlapMs: config.REREAD_OVERLAP_MINUTES * 60_000,
  };
  const work = (run: { programId: number; id: number }, signal: AbortSignal) =>
    workOnReread(rereadPorts, { ...run, policy, signal });
  return {
    workOnReread: work,
    /** Gives every run of re-reading that is due its turn. */
    async readShops(input: SweepDueInput) {
      await adapters.rereads.ensureRoutines();
      const kind = dueRows("rereads", adapters.rereads.findDue, (run) => work(run, input.signal));
      return sweepDue({ kinds: [kind] }, input);
    },
    /** Compares what the shops tell with what changed in them. */
    listenToShops: (input: SweepDueInput) =>
      sweepDue(
        {
          kinds: [dueRows("shops", adapters.arrivals.findDue, (shop) => listenToShop(listening, shop))],
        },
        input,
      ),
  };
}
