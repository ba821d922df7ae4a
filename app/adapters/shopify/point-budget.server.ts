import { z } from "zod";

/** What every answer of the Admin API says about the shop's bucket of points. */
const costSchema = z.object({
  extensions: z.object({
    cost: z.object({
      requestedQueryCost: z.number().nonnegative(),
      throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
    }),
  }),
});

export interface PointBudget {
  /** Milliseconds until the shop's bucket holds what the document costs, as far as is known; 0: it can be sent. */
  waitFor(shopDomain: string, document: string): number;
  /** Notes that a document is on its way. */
  spend(shopDomain: string, document: string): void;
  /** Takes in what an answer says of the bucket; an answer that says nothing is left alone. */
  learn(shopDomain: string, document: string, answer: unknown): void;
  /** Takes in that Shopify asked to wait until the document can be sent. */
  holdBack(shopDomain: string, document: string, milliseconds: number): void;
}

interface Bucket {
  /** Points at `at`, after all that is on its way. */
  readonly points: number;
  readonly at: number;
  readonly perSecond: number;
}

/** What flows back on the smallest plan; taken of a shop that has not answered yet. */
const LEAST_PER_SECOND = 100;

const MOST_KEPT = 10_000;

/**
 * Each shop's bucket of points as this process last heard of it. Others draw on it too, so what is known is a guess
 * that each answer puts right; what Shopify refuses for want of points costs nothing but the call.
 */
export function createPointBudget(now: () => number): PointBudget {
  const buckets = new Map<string, Bucket>();
  const costs = new Map<string, number>();

  const pointsNow = ({ points, at, perSecond }: Bucket): number =>
    points + ((now() - at) / 1_000) * perSecond;

  return {
    waitFor(shopDomain, document) {
      const bucket = buckets.get(shopDomain);
      const cost = costs.get(document);
      if (!bucket || cost === undefined) return 0;
      const missing = cost - pointsNow(bucket);
      return missing <= 0 ? 0 : Math.ceil((missing / bucket.perSecond) * 1_000);
    },
    spend(shopDomain, document) {
      const bucket = buckets.get(shopDomain);
      if (!bucket) return;
      const points = pointsNow(bucket) - (costs.get(document) ?? 0);
      buckets.set(shopDomain, { ...bucket, points, at: now() });
    },
    learn(shopDomain, document, answer) {
      const read = costSchema.safeParse(answer);
      if (!read.success) return;
      const { requestedQueryCost, throttleStatus } = read.data.extensions.cost;
      if (buckets.size >= MOST_KEPT) buckets.clear();
      costs.set(document, requestedQueryCost);
      const { currentlyAvailable: points, restoreRate: perSecond } = throttleStatus;
      buckets.set(shopDomain, { points, at: now(), perSecond });
    },
    holdBack(shopDomain, document, milliseconds) {
      const perSecond = buckets.get(shopDomain)?.perSecond ?? LEAST_PER_SECOND;
      const points = (costs.get(document) ?? 0) - (milliseconds / 1_000) * perSecond;
      buckets.set(shopDomain, { points, at: now(), perSecond });
    },
  };
}
