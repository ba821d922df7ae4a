import { createHash } from "node:crypto";

import type { z } from "zod";

import { classifyShopifyFailure } from "./classify-failure.server.ts";
import type { ShopifyFailure } from "./classify-failure.server.ts";

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
}

export type AdminAnswer<T> = { readonly ok: true; readonly value: T } | ShopifyFailure;

export interface AdminClient {
  /** Runs one document; the answer's `data` is read by `data`. Never throws for what Shopify does. */
  run<T>(
    shopDomain: string,
    call: { document: string; variables: Record<string, unknown>; data: z.ZodType<T> },
  ): Promise<AdminAnswer<T>>;
}

/** The library renews a token five minutes before it expires, so one opened lately is good for this long. */
const OPEN_FOR_MS = 60_000;
const MOST_KEPT = 1_000;

/**
 * The Admin API for background work. A refresh token is spent by the first refresh, and the library does not
 * keep two of them apart: here a shop is opened by one caller at a time, in this process and, through the
 * lock, in all of them.
 */
export function createAdminClient({ open, withLock, now = Date.now }: AdminClientOptions): AdminClient {
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

  return {
    async run(shopDomain, { document, variables, data }) {
      let admin: OpenedAdmin;
      try {
        admin = await openOnce(shopDomain);
      } catch (error) {
        return forget(shopDomain, asOpening(classifyShopifyFailure(error)));
      }
      try {
        const response = await admin.graphql(document, { variables });
        const body = (await response.json()) as { data?: unknown };
        const parsed = data.safeParse(body.data);
        if (parsed.success) return { ok: true, value: parsed.data };
        return { ok: false, failure: "retryable", message: "Shopify's answer is not what its schema says" };
      } catch (error) {
        return forget(shopDomain, classifyShopifyFailure(error));
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
