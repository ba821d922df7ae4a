import { shipMethodFor, termsFor } from "#core/exigo";
import type { CurrencyTerms } from "#core/exigo";
import type { ContentResult, DocumentContent, DocumentOutcome, LineItem } from "#core/sync";
import { judgeFailure, SETTINGS } from "#core/sync";

import { ensureExigoCustomer } from "../ensure-exigo-customer.ts";
import type { EnsureExigoCustomerPorts } from "../ensure-exigo-customer.ts";
import type { ExigoAnswer } from "../ports/exigo.ts";
import type { ExigoOrderContent } from "../ports/exigo-orders.ts";
import type { ItemLinks } from "../ports/item-links.ts";
import type { OrderAddress, OrderAddresses } from "../ports/order-addresses.ts";

import type { Programs } from "../ports/programs.ts";
import { amountOf } from "./order-step.ts";
import type { OrderStep, OrderStepPorts } from "./order-step.ts";

export type OrderContentPorts = OrderStepPorts &
  EnsureExigoCustomerPorts & {
    readonly itemLinks: Pick<ItemLinks, "codesOf">;
    readonly orderAddresses: OrderAddresses;
    readonly programs: Pick<Programs, "findShop">;
  };

/** Somebody else looks for the member's customer; that takes three calls at most. */
const OTHERS_LOOK_MS = 1_000;

/** What is missing before anything can be written, as a step's end; or what it was missing for. */
type Ready<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly done: DocumentOutcome };

/** The items of the order's lines, in their order. Variants that nobody knows yet show up for a person to map. */
export async function itemsOf(
  ports: Pick<OrderContentPorts, "itemLinks">,
  { key, facts }: OrderStep,
): Promise<readonly LineItem[]> {
  return ports.itemLinks.codesOf(key.programId, key.shopId, facts.lines);
}

/** A visible waiting state for what people have to say first. */
export function waitForItem(lacking: Exclude<ContentResult<unknown>, { ok: true }>): DocumentOutcome {
  const errors = {
    item: "a product of the order is no item of Exigo yet",
    other_item: "it is not set which item stands for what is no product",
    money: "the money of the refund is on its way",
  };
  return { state: "waiting", waitsFor: lacking.waitsFor, error: errors[lacking.lacks] };
}

/** Everything beside the lines: currency, customer and where it goes. */
export interface OrderFrame {
  readonly terms: CurrencyTerms;
  readonly shipMethodId: number;
  readonly exigoCustomerId: number;
  readonly shipTo: OrderAddress["shipTo"];
}

/** Finds the currency's place, the customer and the address, or says what it waits for. */
export async function frameOf(
  ports: OrderContentPorts,
  order: OrderStep,
): Promise<ExigoAnswer<Ready<OrderFrame>>> {
  const { settings, facts } = order;
  const terms = termsFor(settings, facts.currency);
  if (!terms) {
    const error = `it is not set which currency of Exigo ${facts.currency} is`;
    return notReady({ state: "waiting", waitsFor: SETTINGS, error });
  }
  const customer = await customerOf(ports, order);
  if (!customer.ok) return customer;
  if (!customer.value.ok) return { ok: true, value: customer.value };
  const address = await addressOf(ports, order);
  if (!address.ok) return { ok: true, value: address };
  const { shipTo, shipping } = address.value;
  const shipMethodId = shipMethodFor(settings, terms, shipping);
  return ready({ terms, shipMethodId, exigoCustomerId: customer.value.value, shipTo });
}

async function customerOf(
  ports: OrderContentPorts,
  { step, policy, connection, settings, known }: OrderStep,
): Promise<ExigoAnswer<Ready<number>>> {
  const { programId, attempts } = step;
  if (known.accountId === null) {
    if (settings.guestCustomerId !== null) return ready(settings.guestCustomerId);
    const error = "it is not set whose orders those of guests are";
    return notReady({ state: "waiting", waitsFor: SETTINGS, error });
  }
  const found = await ensureExigoCustomer(ports, connection, { programId, accountId: known.accountId });
  if (found.ok) return ready(found.exigoCustomerId);
  if (found.by === "other") {
    const error = "the member's Exigo customer is being looked for";
    return notReady({ state: "due", inMs: OTHERS_LOOK_MS, error, countsAsAttempt: false });
  }
  if (found.by === "person") {
    return notReady({ state: "waiting", waitsFor: `customer/${step.memberId ?? 0}`, error: found.message });
  }
  if (found.failure.failure !== "unknown") return found.failure;
  // The customer may still come into being; the next try looks by key, and must not look too early.
  const retry = judgeFailure(
    { failure: "retryable", message: found.failure.message },
    { attempts, jitter: ports.jitter() },
    policy,
  );
  return notReady(retry.state === "due" ? { ...retry, inMs: Math.max(retry.inMs, policy.quietMs) } : retry);
}

async function addressOf(
  ports: OrderContentPorts,
  { step, policy, key }: OrderStep,
): Promise<Ready<OrderAddress>> {
  const shop = await ports.programs.findShop(key.programId, key.shopId);
  if (shop?.state !== "installed") {
    const error = "the shop has no app installed, so the order's address cannot be read";
    return { ok: false, done: { state: "due", inMs: 60 * 60_000, error, countsAsAttempt: false } };
  }
  const read = await ports.orderAddresses.read(shop.domain, key.orderId);
  if (!read.ok) {
    const { message, retryInMs } = read;
    if (retryInMs !== undefined) {
      return { ok: false, done: { state: "due", inMs: retryInMs, error: message, countsAsAttempt: false } };
    }
    const progress = { attempts: step.attempts, jitter: ports.jitter() };
    return { ok: false, done: judgeFailure({ failure: "retryable", message }, progress, policy) };
  }
  if (read.value) return { ok: true, value: read.value };
  return { ok: false, done: { state: "refused", error: "Shopify does not have the order any more" } };
}

/** The whole of what is written. */
export function exigoContent(
  order: OrderStep,
  frame: OrderFrame,
  content: DocumentContent,
  what: Pick<ExigoOrderContent, "name" | "orderType" | "orderStatus" | "orderDate" | "notes"> &
    Partial<Pick<ExigoOrderContent, "returnOrderId" | "overwriteOrderId">>,
): ExigoOrderContent {
  const { terms, shipMethodId, exigoCustomerId, shipTo } = frame;
  return {
    returnOrderId: null,
    overwriteOrderId: null,
    ...what,
    exigoCustomerId,
    currencyCode: terms.currencyCode,
    warehouseId: terms.warehouseId,
    shipMethodId,
    priceType: terms.priceType,
    taxRate: content.taxRate,
    shipping: amountOf(order, content.totals.shippingMinor),
    shipTo,
    lines: content.lines.map(({ itemCode, quantity, eachMinor, isTaxed, lineId }) => ({
      itemCode,
      quantity,
      priceEach: amountOf(order, eachMinor),
      taxableEach: amountOf(order, isTaxed ? eachMinor : 0),
      reference: lineId,
    })),
  };
}

function ready<T>(value: T): ExigoAnswer<Ready<T>> {
  return { ok: true, value: { ok: true, value } };
}

function notReady<T>(done: DocumentOutcome): ExigoAnswer<Ready<T>> {
  return { ok: true, value: { ok: false, done } };
}
