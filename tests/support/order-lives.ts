import fc from "fast-check";

import type { OrderNews } from "#core/earning";
import type { CustomerFacts } from "#usecases/ports/members";

import { Till } from "../core/earning/till.ts";

/** The customers that an order of these stories may belong to. */
export const CUSTOMERS = ["7", "8"];

const steps = fc.array(
  fc.record({
    what: fc.constantFrom("pay", "pay", "return", "goodwill", "edit", "add", "fulfil", "customer", "dispute"),
    number: fc.nat(5000),
  }),
  { minLength: 1, maxLength: 6 },
);
const lives = fc.record({ steps, ending: fc.constantFrom("none", "none", "cancel", "delete") });

/** What Shopify tells of an order to which all this happens. */
export function live({
  steps: taken,
  ending,
}: {
  steps: { what: string; number: number }[];
  ending: string;
}): OrderNews[] {
  const till = new Till({
    items: [
      { quantity: 8, unitMinor: 1999 },
      { quantity: 8, unitMinor: 333, taxMinor: 33 },
    ],
    shippingMinor: 700,
  });
  for (const { what, number } of taken) {
    if (what === "pay") till.pay();
    if (what === "return") till.refund({ [number % 2]: 1 });
    if (what === "goodwill") till.giveMoney(number + 1);
    if (what === "edit") till.edit({ [number % 2]: 1 });
    if (what === "add") till.edit({}, [{ quantity: 1, unitMinor: number }]);
    if (what === "fulfil") till.fulfil();
    if (what === "customer") till.setCustomer([...CUSTOMERS, null][number % 3] ?? null);
    if (what === "dispute")
      till.dispute(number + 1, ["needs_response", "under_review", "won"][number % 3] ?? "lost");
  }
  if (ending === "cancel") till.cancel();
  if (ending === "delete") till.delete();
  return till.events;
}

/** The customer that the facts name; null: none, or no facts. */
export function customerOf({ facts }: OrderNews): CustomerFacts | null {
  if (!facts || facts.customerId === null) return null;
  const { customerId, updatedAt } = facts;
  return { customerId, email: null, emailVerified: false, firstName: null, lastName: null, updatedAt };
}

/** All that was told of an order, and how it arrived: in any order, some of it twice. */
export const arrivals = lives.map(live).chain((told) =>
  fc.array(fc.constantFrom(...told), { maxLength: 4 }).chain((again) => {
    const all = [...told, ...again];
    return fc.record({
      told: fc.constant(told),
      arrived: fc.shuffledSubarray(all, { minLength: all.length }),
    });
  }),
);
