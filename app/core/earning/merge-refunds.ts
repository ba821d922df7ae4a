import { canonicalJson } from "../units/index.ts";
import type { MoneyPair, OrderRefund, RefundMoney, RefundTransaction } from "./order-facts.ts";

/**
 * Adds refunds to those that are known, each once. Returns `known` itself when nothing new was told, so that a repeat
 * makes no new revision.
 */
export function mergeRefunds(
  known: readonly OrderRefund[],
  told: readonly OrderRefund[],
): readonly OrderRefund[] {
  const byId = new Map(known.map((refund) => [refund.refundId, refund]));
  let grown = false;
  for (const refund of told) {
    const before = byId.get(refund.refundId);
    const after = before ? uniteTellings(before, refund) : sorted(refund);
    if (before && canonicalJson(before) === canonicalJson(after)) continue;
    byId.set(refund.refundId, after);
    grown = true;
  }
  return grown ? [...byId.values()].sort((a, b) => compareIds(a.refundId, b.refundId)) : known;
}

/**
 * Shopify changes of a refund only what became of its transactions. Should two tellings of one differ otherwise, the
 * greater quantity of each line and the greater amounts count.
 */
function uniteTellings(a: OrderRefund, b: OrderRefund): OrderRefund {
  const quantities = new Map<string, number>();
  for (const line of [...a.lines, ...b.lines]) {
    quantities.set(line.lineId, Math.max(line.quantity, quantities.get(line.lineId) ?? 0));
  }
  const lines = [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
  const createdAt = a.createdAt < b.createdAt ? a.createdAt : b.createdAt;
  return sorted({ refundId: a.refundId, createdAt, lines, money: uniteMoney(a.money, b.money) });
}

function uniteMoney(a: RefundMoney | null, b: RefundMoney | null): RefundMoney | null {
  if (a === null || b === null) return a ?? b;
  const transactions = new Map(a.transactions.map((each) => [each.transactionId, each]));
  for (const each of b.transactions) {
    const before = transactions.get(each.transactionId);
    transactions.set(each.transactionId, before ? laterTransaction(before, each) : each);
  }
  return {
    lines: greater(a.lines, b.lines),
    lineTax: greater(a.lineTax, b.lineTax),
    shipping: greater(a.shipping, b.shipping),
    shippingTax: greater(a.shippingTax, b.shippingTax),
    taxAlone: greater(a.taxAlone, b.taxAlone),
    transactions: [...transactions.values()],
  };
}

function greater(a: MoneyPair, b: MoneyPair): MoneyPair {
  return {
    shopMinor: Math.max(a.shopMinor, b.shopMinor),
    presentmentMinor: Math.max(a.presentmentMinor, b.presentmentMinor),
  };
}

/** A transaction waits, then it fails or succeeds, and stays so. A status that is not listed waits. */
const OUTCOMES = ["failure", "error", "success"];

function laterTransaction(a: RefundTransaction, b: RefundTransaction): RefundTransaction {
  const later = OUTCOMES.indexOf(a.status) - OUTCOMES.indexOf(b.status);
  if (later !== 0) return later > 0 ? a : b;
  return canonicalJson(a) >= canonicalJson(b) ? a : b;
}

function sorted(refund: OrderRefund): OrderRefund {
  return {
    ...refund,
    lines: [...refund.lines].sort((a, b) => compareIds(a.lineId, b.lineId)),
    money: refund.money && {
      ...refund.money,
      transactions: [...refund.money.transactions].sort((a, b) =>
        compareIds(a.transactionId, b.transactionId),
      ),
    },
  };
}

/** Ids are whole numbers written as text without leading zeros: the longer one is the greater. */
function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a === b ? 0 : a > b ? 1 : -1;
}
