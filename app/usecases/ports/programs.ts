import type { DebtPolicy } from "#core/ledger";
import type { Calendar } from "#core/rules";
import type { Instant } from "#core/units";

export interface Program {
  readonly programId: number;
  readonly name: string;
  readonly unitName: string;
  /** Decimal places of the unit, 0 to 4. */
  readonly scale: number;
  readonly currency: string;
  readonly debtPolicy: DebtPolicy;
}

export interface Shop {
  readonly shopId: number;
  readonly programId: number;
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  readonly state: "installed" | "uninstalled";
  /** What the shop has granted; null: not told yet. */
  readonly scopes: readonly string[] | null;
}

/** What a shop that has the app says of itself. */
export interface InstalledShop {
  readonly domain: string;
  /** Shopify's own number of the shop; left out: what is known of it stays. */
  readonly shopifyId?: string;
  readonly name: string;
  readonly currency: string;
  /** In which a new program's first rules count; left out: UTC. */
  readonly calendar?: Calendar;
}

export interface Programs {
  /**
   * Makes the shop and its program on first install, marks it installed again later; safe to run twice at
   * once. A new program starts with one credit per currency unit, scale 0 and policy `negative`.
   */
  installShop(shop: InstalledShop): Promise<Shop>;
  /**
   * `triggeredAt`: when Shopify says that it happened; null: unknown, so now. False, and nothing is changed: a member of
   * staff has used the app since, which only a shop that has it can. Both times are by Shopify's clock.
   */
  markUninstalled(domain: string, triggeredAt: Instant | null): Promise<boolean>;
  /** When the shop's uninstall became known (null: it has the app), and what time it is, both by the database's clock. */
  readUninstall(
    programId: number,
    shopId: number,
  ): Promise<{ readonly uninstalledAt: Instant | null; readonly now: Instant }>;
  /** A member of staff came with a session token that Shopify made at `at`, by its clock: then the shop had the app. */
  proveInstalled(domain: string, at: Instant): Promise<void>;
  /** What the shop has granted, as of `at` by Shopify's clock; an older telling changes nothing. */
  saveScopes(domain: string, scopes: readonly string[], at: Instant): Promise<void>;
  findShopByDomain(domain: string): Promise<Shop | null>;
  findShop(programId: number, shopId: number): Promise<Shop | null>;
  /** Oldest first, those that uninstalled the app too. */
  listShops(programId: number): Promise<Shop[]>;
  findProgram(programId: number): Promise<Program | null>;
}
