import type { DebtPolicy } from "#core/ledger";

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
}

export interface Programs {
  /**
   * Makes the shop and its program on first install, marks it installed again later; safe to run twice at
   * once. A new program starts with one credit per currency unit, scale 0 and policy `negative`.
   */
  installShop(shop: { domain: string; name: string; currency: string }): Promise<Shop>;
  markUninstalled(domain: string): Promise<void>;
  findShopByDomain(domain: string): Promise<Shop | null>;
  findShop(programId: number, shopId: number): Promise<Shop | null>;
  findProgram(programId: number): Promise<Program | null>;
}
