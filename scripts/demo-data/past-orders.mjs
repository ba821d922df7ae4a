const DAY_MS = 86_400_000;
const ORDERS = 36;

/**
 * Past orders over the last weeks, always the same ones: who bought what how many days ago, and what became of it.
 *
 * @param {{products: number, customers: number}} counts
 */
export function plannedOrders(counts) {
  const next = lehmer(20261120);
  return Array.from({ length: ORDERS }, (_, index) => {
    const daysAgo = Math.round(((ORDERS - index) / ORDERS) * 56);
    const lines = Array.from({ length: 1 + next(3) }, () => ({
      product: next(counts.products),
      quantity: 1 + next(2),
    }));
    const customer = index < counts.customers ? index : next(counts.customers);
    return { daysAgo, customer: index === 20 ? null : customer, lines: merged(lines), fate: fateOf(index) };
  });
}

/** What the order was bought at, given the time of now. */
export function boughtAt(order, nowMs) {
  return new Date(nowMs - order.daysAgo * DAY_MS).toISOString();
}

/** A few orders end otherwise than paid and kept, so that every explanation can be seen. */
function fateOf(index) {
  if (index === 9) return "unpaid";
  if (index === 13) return "cancelled";
  if (index % 11 === 5) return "refunded";
  if (index % 7 === 3) return "partly refunded";
  return "kept";
}

function merged(lines) {
  const quantities = new Map();
  for (const { product, quantity } of lines)
    quantities.set(product, (quantities.get(product) ?? 0) + quantity);
  return [...quantities].map(([product, quantity]) => ({ product, quantity }));
}

/** Whole numbers below a limit, the same for the same seed (minimal standard generator of Park and Miller). */
function lehmer(seed) {
  let state = seed % 2_147_483_647;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}
