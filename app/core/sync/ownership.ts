/** What a write is about; each domain has its owner. */
export type OwnedDomain =
  | "credits"
  | "orders"
  | "refunds"
  | "customers"
  | "addresses"
  | "products"
  | "prices"
  | "inventory"
  | "fulfilment";

/** Where a write goes: into Exigo, into a shop, into the ledger. */
export type FlowDirection = "to_exigo" | "to_shopify" | "to_ledger";

export const FLOW_DIRECTIONS: readonly FlowDirection[] = ["to_exigo", "to_shopify", "to_ledger"];

export interface OwnershipRule {
  readonly domain: OwnedDomain;
  /** Fields of the domain that this row is about; names of the app, not of a vendor. */
  readonly fields: readonly string[];
  readonly owner: "ledger" | "shopify" | "exigo" | "latest";
  /** The directions in which it may be written; no other one. */
  readonly directions: readonly FlowDirection[];
  /** owner_wins: what the owner says stands. newest_wins: what was changed last does, and the other is recorded. */
  readonly rule: "owner_wins" | "newest_wins";
}

/**
 * Who owns what, and which way it may flow: the one place that says so. Everything that is not listed may not be
 * written at all.
 */
export const OWNERSHIP: readonly OwnershipRule[] = [
  {
    domain: "credits",
    fields: ["balance"],
    owner: "ledger",
    // Exigo's own movements come in as entries; a shop is only shown what the ledger says.
    directions: ["to_exigo", "to_ledger", "to_shopify"],
    rule: "owner_wins",
  },
  {
    domain: "orders",
    fields: ["order", "totals", "payment", "status"],
    owner: "shopify",
    directions: ["to_exigo"],
    rule: "owner_wins",
  },
  {
    domain: "refunds",
    fields: ["return", "totals", "payment"],
    owner: "shopify",
    directions: ["to_exigo"],
    rule: "owner_wins",
  },
  {
    domain: "customers",
    fields: ["customer", "firstName", "lastName", "email", "phone", "mappedField"],
    owner: "shopify",
    directions: ["to_exigo"],
    rule: "owner_wins",
  },
  {
    domain: "customers",
    fields: ["customerType", "rank", "enroller"],
    owner: "exigo",
    directions: ["to_shopify"],
    rule: "owner_wins",
  },
  {
    domain: "addresses",
    fields: ["address"],
    owner: "latest",
    directions: ["to_exigo", "to_shopify"],
    rule: "newest_wins",
  },
  {
    domain: "products",
    fields: ["product"],
    owner: "exigo",
    directions: ["to_shopify"],
    rule: "owner_wins",
  },
  { domain: "prices", fields: ["price"], owner: "exigo", directions: ["to_shopify"], rule: "owner_wins" },
  { domain: "inventory", fields: ["stock"], owner: "exigo", directions: ["to_shopify"], rule: "owner_wins" },
  {
    domain: "fulfilment",
    fields: ["fulfilment", "tracking"],
    owner: "exigo",
    directions: ["to_shopify"],
    rule: "owner_wins",
  },
];

/** One field of a domain on its way. */
export interface Flow {
  readonly domain: OwnedDomain;
  readonly field: string;
  readonly direction: FlowDirection;
}

/** `flow_against_owner`: the field belongs to another side. `flow_unknown`: the table does not know the field. */
export interface FlowRefusal extends Flow {
  readonly code: "flow_against_owner" | "flow_unknown";
  /** null: the field is not known. */
  readonly owner: OwnershipRule["owner"] | null;
}

/**
 * Whether a field may be written in this direction, and by which rule. Refusals: `flow_against_owner`,
 * `flow_unknown`.
 */
export function checkFlow(
  flow: Flow,
):
  | { readonly ok: true; readonly rule: OwnershipRule["rule"] }
  | { readonly ok: false; readonly refusal: FlowRefusal } {
  const row = OWNERSHIP.find(({ domain, fields }) => domain === flow.domain && fields.includes(flow.field));
  if (!row) return { ok: false, refusal: { ...flow, code: "flow_unknown", owner: null } };
  if (row.directions.includes(flow.direction)) return { ok: true, rule: row.rule };
  return { ok: false, refusal: { ...flow, code: "flow_against_owner", owner: row.owner } };
}
