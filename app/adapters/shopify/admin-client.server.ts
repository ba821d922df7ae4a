import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import type { z } from "zod";

import { classifyShopifyFailure } from "./classify-failure.server.ts";
import type { ShopifyFailure } from "./classify-failure.server.ts";
import { createPointBudget } from "./point-budget.server.ts";

/** The Admin API of one shop, as the Shopify library opens it with the shop's offline token. */
export interface OpenedAdmin {
  graphql(
    document: string,
    options: { variables: Record<string, unknown> },
  ): Promise<{ json(): Promise<unknown> }>;
}

export interface AdminClientOptions {
  /** Opens the shop's Admin API; renews the offline token when it is about to expire. */
  readonly open: (shopDomain: string) => Promise<OpenedAdmin>;
  /** Runs the work while no other process runs one under the same name. */
  readonly withLock: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Milliseconds of the process's clock; `Date.now` unless a test says otherwise. */
  readonly now?: () => number;
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  /**
   * How long a call may wait for the shop's points before it is given back with `retryInMs`; 0 when not said: those who
   * keep what they owe in a row have better things to do.
   */
  readonly patienceMs?: number;
}

export type AdminAnswer<T> = { readonly ok: true; readonly value: T } | ShopifyFailure;

export interface AdminCall<T> {
  readonly document: string;
  readonly variables: Record<string, unknown>;
  /** Reads the answer's `data`. */
  readonly data: z.ZodType<T>;
}

export interface AdminClient {
  /** Runs one document once the shop has the points for it. Never throws for what Shopify does. */
  run<T>(shopDomain: string, call: AdminCall<T>): Promise<AdminAnswer<T>>;
}

/** Between two looks at a bucket that others draw on, too. */
const LOOK_AGAIN_MS = 50;

/** The library renews a token five minutes before it expires, so one opened lately is good for this long. */
const OPEN_FOR_MS = 60_000;
const MOST_KEPT = 1_000;

/**
 * The Admin API for background work. A refresh token is spent by the first refresh, and the library does not
 * keep two of them apart: here a shop is opened by one caller at a time, in this process and, through the
 * lock, in all of them.
 */
export function createAdminClient({
  open,
  withLock,
  now = Date.now,
  sleep = wait,
  patienceMs = 0,
}: AdminClientOptions): AdminClient {
  const budget = createPointBudget(now);
  const kept = new Map<string, { readonly admin: Promise<OpenedAdmin>; readonly until: number }>();

  const openOnce = (shopDomain: string): Promise<OpenedAdmin> => {
    const found = kept.get(shopDomain);
    if (found && found.until > now()) return found.admin;
    if (kept.size >= MOST_KEPT) kept.clear();
    const admin = withLock(lockName(shopDomain), () => open(shopDomain));
    kept.set(shopDomain, { admin, until: now() + OPEN_FOR_MS });
    return admin;
  };

  const forget = (shopDomain: string, failure: ShopifyFailure): ShopifyFailure => {
    // Whatever failed may be the token; the next caller opens the shop anew.
    if (failure.failure !== "refused") kept.delete(shopDomain);
    return failure;
  };

  const sendOnce = async <T>(shopDomain: string, call: AdminCall<T>): Promise<AdminAnswer<T>> => {
    let admin: OpenedAdmin;
    try {
      admin = await openOnce(shopDomain);
    } catch (error) {
      return forget(shopDomain, asOpening(classifyShopifyFailure(error)));
    }
    try {
      budget.spend(shopDomain, call.document);
      const response = await admin.graphql(call.document, { variables: call.variables });
      const body = (await response.json()) as { data?: unknown };
      budget.learn(shopDomain, call.document, body);
      const parsed = call.data.safeParse(body.data);
      if (parsed.success) return { ok: true, value: parsed.data };
      return { ok: false, failure: "retryable", message: "Shopify's answer is not what its schema says" };
    } catch (error) {
      const failure = classifyShopifyFailure(error);
      if (failure.retryInMs === undefined) return forget(shopDomain, failure);
      budget.holdBack(shopDomain, call.document, failure.retryInMs);
      return failure;
    }
  };

  return {
    async run(shopDomain, call) {
      const end = now() + patienceMs;
      for (;;) {
        const waitMs = budget.waitFor(shopDomain, call.document);
        if (waitMs > 0 && now() + waitMs > end) {
          return { ok: false, failure: "retryable", message: "Throttled", retryInMs: waitMs };
        }
        if (waitMs > 0) {
          await sleep(Math.max(waitMs, LOOK_AGAIN_MS));
          continue;
        }
        const answer = await sendOnce(shopDomain, call);
        if (answer.ok || answer.retryInMs === undefined || now() + answer.retryInMs > end) return answer;
        await sleep(Math.max(answer.retryInMs, LOOK_AGAIN_MS));
      }
    },
  };
}

/** What Shopify refuses while a shop is opened is the token, not what was to be written. */
function asOpening(failure: ShopifyFailure): ShopifyFailure {
  return failure.failure === "refused" ? { ...failure, failure: "unauthorized" } : failure;
}

/** MySQL's lock names end at 64 characters. */
function lockName(shopDomain: string): string {
  return `shopify-token/${createHash("sha256").update(shopDomain).digest("hex").slice(0, 32)}`;
}
