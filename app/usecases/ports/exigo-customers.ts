import type { Instant } from "#core/units";

import type { ExigoAccess, ExigoAnswer } from "./exigo.ts";

/** A customer's main address; null: that part is empty. Personal data. */
export interface ExigoAddress {
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  /** Two letters. */
  readonly country: string | null;
}

/** What the app writes of a customer; a part that is left out is not touched, null takes it away. */
export interface ExigoCustomerChanges {
  readonly firstName?: string | null;
  readonly lastName?: string | null;
  readonly email?: string | null;
  readonly phone?: string | null;
  /** Written as a whole. */
  readonly address?: ExigoAddress | null;
  /** By Exigo's own names of fields and date slots, as the settings map them. */
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** A customer as Exigo has it; personal data: never stored, never logged. */
export interface ExigoCustomerRecord {
  readonly exigoCustomerId: number;
  readonly isDeleted: boolean;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** null: every part of it is empty. */
  readonly address: ExigoAddress | null;
  /** The fields and date slots that the settings name. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly customerType: string | null;
  readonly rank: string | null;
  readonly enrollerId: number | null;
  /** A time of the hour that is repeated in autumn counts as the earlier one of both; null: Exigo did not say. */
  readonly modifiedAt: Instant | null;
}

/** Customers of Exigo with all that both sides keep alike. */
export interface ExigoCustomers {
  /** null: Exigo has no such customer. */
  readCustomer(
    access: ExigoAccess,
    exigoCustomerId: number,
  ): Promise<ExigoAnswer<ExigoCustomerRecord | null>>;
  /**
   * Customers that changed after this moment, by id, after that customer; deleted ones are among them. More than were
   * asked for never come; as many as were asked for mean that there may be more of the same window.
   */
  listChangedCustomers(
    access: ExigoAccess,
    window: { readonly since: Instant; readonly afterCustomerId: number | null; readonly limit: number },
  ): Promise<ExigoAnswer<readonly ExigoCustomerRecord[]>>;
  /** Writes these parts and no others. The same again changes nothing, so an unknown outcome may be repeated. */
  updateCustomer(
    access: ExigoAccess,
    exigoCustomerId: number,
    changes: ExigoCustomerChanges,
  ): Promise<ExigoAnswer<null>>;
}
