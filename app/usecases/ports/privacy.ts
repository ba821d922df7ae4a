import type { Instant } from "#core/units";

/** data_request: an export is asked for. customer_redact, shop_redact: a person, a shop is to be forgotten. */
export type PrivacyKind = "data_request" | "customer_redact" | "shop_redact";

/** What Shopify asked about personal data; holds none itself. */
export interface PrivacyRequest {
  readonly requestId: number;
  readonly shopId: number;
  readonly kind: PrivacyKind;
  /** null: it is about the shop. */
  readonly customerId: string | null;
  /** Orders that the request names. */
  readonly orderIds: readonly string[];
  readonly state: "open" | "done";
  readonly requestedAt: Instant;
  readonly dueAt: Instant;
  readonly doneAt: Instant | null;
  /** Shopify's id of the member of staff; `system`: the app did it by itself. */
  readonly doneBy: string | null;
}

export interface PrivacyRequests {
  /** Stores the request with 30 days to answer it; told again under its key, it is the same one. */
  record(
    programId: number,
    shopId: number,
    request: Pick<PrivacyRequest, "kind" | "customerId" | "orderIds"> & { requestKey: string },
  ): Promise<number>;
  /** Open ones first, those due soonest first; then the newest done. */
  list(programId: number, limit: number): Promise<PrivacyRequest[]>;
  find(programId: number, requestId: number): Promise<PrivacyRequest | null>;
  /** False: there is none, or it is done. */
  markDone(programId: number, requestId: number, doneBy: string): Promise<boolean>;
  /** Stays for good: who saw what is held about a person, and for which request. */
  recordAccess(
    programId: number,
    access: Pick<PrivacyRequest, "shopId" | "requestId" | "customerId"> & {
      staff: string;
      action: "export";
    },
  ): Promise<void>;
}

/** A person as a request names them; personal data. */
export interface NamedPerson {
  readonly customerId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly orderIds: readonly string[];
}

/** Everything the app holds about a customer, in the words of the screens. Amounts are decimal strings. */
export interface PersonalDataExport {
  readonly customer: Readonly<Record<string, unknown>> | null;
  readonly member: Readonly<Record<string, unknown>> | null;
  readonly otherCustomersOfTheMember: readonly Readonly<Record<string, unknown>>[];
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  readonly lots: readonly Readonly<Record<string, unknown>>[];
  readonly holds: readonly Readonly<Record<string, unknown>>[];
  readonly orders: readonly Readonly<Record<string, unknown>>[];
  readonly openingBalancesThatWait: readonly Readonly<Record<string, unknown>>[];
  readonly merges: readonly Readonly<Record<string, unknown>>[];
}

export interface PersonalData {
  /** Everything that is held about the customer, read as of one moment. */
  read(programId: number, shopId: number, customerId: string): Promise<PersonalDataExport>;
  /**
   * Forgets the person in one commit: names, address, tags, notes, what waits under the address. The link stays as a
   * mark that nothing personal is to be stored again, and the credits stay under the member's number.
   */
  redactCustomer(programId: number, shopId: number, person: NamedPerson): Promise<void>;
  /**
   * Forgets all people of the shop, its settings and what waits for it, a part at a time; safe to run again after it
   * was cut off. Credits stay under the members' numbers.
   */
  redactShop(programId: number, shopId: number): Promise<void>;
}
