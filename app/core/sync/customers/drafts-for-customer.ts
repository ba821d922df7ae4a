import type { DocumentDraft } from "../documents/types.ts";

/** What of a customer differs from what was last agreed, and where the change was seen. */
export type CustomerPart = "owned" | "address" | "facts";

const kinds = {
  shopify: { owned: "exigo.customer", address: "exigo.address", facts: "shopify.customer" },
  // What Shopify owns is put back when Exigo changed it.
  exigo: { owned: "exigo.customer", address: "shopify.address", facts: "shopify.customer" },
} as const;

const written = {
  owned: { domain: "customers", fields: ["firstName", "lastName", "email", "phone", "mappedField"] },
  address: { domain: "addresses", fields: ["address"] },
  facts: { domain: "customers", fields: ["customerType", "rank", "enroller"] },
} as const;

/**
 * Steps for the parts of a customer that differ from what was agreed. `occasion` names what was seen, once and for all:
 * the same occasion is the same step. A step reads both sides anew, so it holds nothing of the person.
 */
export function draftsForCustomer(
  { memberId, shopId }: { readonly memberId: number; readonly shopId: number },
  seen: {
    readonly at: "shopify" | "exigo";
    readonly occasion: string;
    readonly parts: readonly CustomerPart[];
  },
): DocumentDraft[] {
  return seen.parts.map((part) => {
    const kind = kinds[seen.at][part];
    return {
      kind,
      document: `customer/${memberId}`,
      stepKey: `${kind}/${memberId}/${seen.occasion}`,
      shopId,
      memberId,
      ...written[part],
      content: {},
    };
  });
}
