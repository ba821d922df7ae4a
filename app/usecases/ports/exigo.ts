/** A program's connection, its password opened. Never logged, never rendered. */
export interface ExigoConnection {
  readonly programId: number;
  readonly baseUrl: string;
  readonly company: string;
  readonly loginName: string;
  readonly password: string;
  readonly pointAccountId: number;
  readonly state: "active" | "paused";
  readonly pausedReason: string | null;
  readonly driftPolicy: "adopt" | "review";
  /** Drifts above it always become a case for a person; minor units. */
  readonly driftLimitMinor: number;
  readonly pollSeconds: number;
}

export interface ExigoConnections {
  find(programId: number): Promise<ExigoConnection | null>;
  /** Replaces the connection; `password` null keeps the stored one. Saving makes it active. */
  save(
    connection: Omit<ExigoConnection, "password" | "state" | "pausedReason"> & { password: string | null },
  ): Promise<void>;
  pause(programId: number, reason: string): Promise<void>;
  resume(programId: number): Promise<void>;
  /** Programs whose connection is active. */
  listActive(): Promise<ExigoConnection[]>;
}

/**
 * Why a call failed, as far as it can be known:
 * refused: Exigo said no to this content; retryable: it had no effect, try again; unknown: it may have had
 * its effect; unauthorized: the connection must pause; out_of_reach: the address did not answer at all.
 */
export type ExigoFailure = {
  readonly ok: false;
  readonly failure: "refused" | "retryable" | "unknown" | "unauthorized" | "out_of_reach";
  readonly status: number | null;
  readonly message: string;
};

export type ExigoAnswer<T> = { readonly ok: true; readonly value: T } | ExigoFailure;

export interface ExigoCustomer {
  readonly exigoCustomerId: number;
  readonly email: string | null;
}

/** Exigo's interface as the product needs it now; amounts are decimal strings of up to 4 places. */
export interface Exigo {
  readPointBalance(
    connection: ExigoConnection,
    exigoCustomerId: number,
  ): Promise<ExigoAnswer<{ balance: string }>>;
  /** One signed movement. Not idempotent: see `unknown`. */
  addPoints(
    connection: ExigoConnection,
    movement: { exigoCustomerId: number; amount: string; reference: string },
  ): Promise<ExigoAnswer<{ transactionId: string }>>;
  findCustomersByKey(connection: ExigoConnection, customerKey: string): Promise<ExigoAnswer<ExigoCustomer[]>>;
  findCustomersByEmail(connection: ExigoConnection, email: string): Promise<ExigoAnswer<ExigoCustomer[]>>;
  createCustomer(
    connection: ExigoConnection,
    customer: { customerKey: string; firstName: string; lastName: string; email: string | null },
  ): Promise<ExigoAnswer<ExigoCustomer>>;
}
