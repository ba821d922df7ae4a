import type { FieldRule } from "../../exigo/index.ts";
import type { Instant } from "../../units/index.ts";

/** Where somebody lives, in the parts that both sides have; null: that part is empty. */
export interface KeptAddress {
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  /** Two letters. */
  readonly country: string | null;
}

/** What Shopify says of a customer, as far as both sides keep it. */
export interface ShopSide {
  readonly customerId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly note: string | null;
  readonly address: KeptAddress | null;
  readonly updatedAt: Instant;
}

/** What Shopify owns of a customer, by Exigo's names of where it goes. */
export interface OwnedValues {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly fields: Readonly<Record<string, string | null>>;
}

/** Widths of Exigo's columns: what does not fit is cut before it is compared, or it would differ for ever. */
const LENGTHS = { firstName: 50, lastName: 50, email: 50, phone: 20 } as const;
const ADDRESS_LENGTHS = { address1: 100, address2: 100, city: 50, state: 50, zip: 50, country: 50 } as const;
const FIELD_LENGTH = 100;
/** Exigo companies commonly refuse customers without a name. */
const NOBODY = { firstName: "Shop", lastName: "Customer" };

/** What Exigo is to have of what Shopify owns, cut to what fits there. */
export function ownedByShop(shop: ShopSide, rules: readonly FieldRule[]): OwnedValues {
  const fields = rules.map(({ shopify, exigo }) => [exigo, fit(shop[shopify], FIELD_LENGTH)]);
  return {
    firstName: fit(shop.firstName, LENGTHS.firstName) ?? NOBODY.firstName,
    lastName: fit(shop.lastName, LENGTHS.lastName) ?? NOBODY.lastName,
    email: fit(shop.email, LENGTHS.email),
    phone: fit(shop.phone, LENGTHS.phone),
    fields: Object.fromEntries(fields) as Record<string, string | null>,
  };
}

/** The address as Exigo can keep it; null: every part is empty. */
export function fitAddress(address: KeptAddress | null): KeptAddress | null {
  if (address === null) return null;
  const entries = Object.entries(ADDRESS_LENGTHS).map(([part, longest]) => [
    part,
    fit(address[part as keyof KeptAddress], longest),
  ]);
  const fitted = Object.fromEntries(entries) as unknown as KeptAddress;
  if (Object.values(fitted).every((part) => part === null)) return null;
  // Exigo refuses an address without a state, which most countries do not have: the country stands for it there.
  return {
    ...fitted,
    country: fitted.country?.toUpperCase() ?? null,
    state: fitted.state ?? fitted.country?.toUpperCase() ?? null,
  };
}

/**
 * What has to be written so that Exigo has what Shopify owns; null: nothing. Only what differs is named. An email is the
 * same whatever its case.
 */
export function changesFor(
  wanted: OwnedValues,
  has: OwnedValues,
): { readonly [K in keyof OwnedValues]?: OwnedValues[K] } | null {
  const differs = (one: string | null, other: string | null): boolean => (one ?? "") !== (other ?? "");
  const names = (["firstName", "lastName", "email", "phone"] as const).filter((name) =>
    name === "email"
      ? differs(wanted.email?.toLowerCase() ?? null, has.email?.toLowerCase() ?? null)
      : differs(wanted[name], has[name]),
  );
  const fields = Object.entries(wanted.fields).filter(([slot, value]) =>
    differs(value, has.fields[slot] ?? null),
  );
  if (names.length === 0 && fields.length === 0) return null;
  return {
    ...Object.fromEntries(names.map((name) => [name, wanted[name]])),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
  };
}

/** One canonical text of what Shopify owns: equal values have equal texts. */
export function textOfOwned({ firstName, lastName, email, phone, fields }: OwnedValues): string {
  const slots = Object.keys(fields).sort();
  return JSON.stringify([
    ...[firstName, lastName, email?.toLowerCase() ?? null, phone].map((value) => value ?? ""),
    slots.map((slot) => [slot, fields[slot] ?? ""]),
  ]);
}

/** One canonical text of an address; that of none is empty. */
export function textOfAddress(address: KeptAddress | null): string {
  if (address === null) return "";
  const { address1, address2, city, state, zip, country } = address;
  return JSON.stringify([address1, address2, city, state, zip, country].map((part) => part ?? ""));
}

function fit(value: string | null, longest: number): string | null {
  const text = value?.trim().slice(0, longest).trim() ?? "";
  return text === "" ? null : text;
}

/** What Exigo owns of a customer; null: it has none. */
export interface ExigoFacts {
  readonly customerType: string | null;
  readonly rank: string | null;
  readonly enroller: string | null;
}

/** One canonical text of what Exigo owns. */
export function textOfFacts({ customerType, rank, enroller }: ExigoFacts): string {
  return JSON.stringify([customerType, rank, enroller].map((value) => value ?? ""));
}
