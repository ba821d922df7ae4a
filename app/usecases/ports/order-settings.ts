import type { ExigoOrdersSetup } from "#core/exigo";

/** How a program's orders are written to Exigo, without what a call to Exigo needs. */
export interface OrderSettings {
  /** null: there is no connection, so no order is sent. */
  find(programId: number): Promise<ExigoOrdersSetup | null>;
}
