import type { ExigoSetup } from "#core/exigo";
import type { DriftPolicy, FailureKind } from "#core/sync";
import type { Instant } from "#core/units";

/** What a person enters about a connection, without its password. */
export interface ExigoSettings {
  readonly programId: number;
  /** With the version in it, such as `https://company-api.exigo.com/3.0`. */
  readonly baseUrl: string;
  readonly company: string;
  readonly loginName: string;
  readonly pointAccountId: number;
  readonly driftPolicy: DriftPolicy;
  /** Drifts above it always become a case for a person; minor units. */
  readonly driftLimitMinor: number;
  readonly pollSeconds: number;
  /**
   * Where the history of points can be read through OData, such as `https://api.exigo.com/4.0/company/model`; null: not
   * at all, and a write whose answer was lost is looked up by the balance.
   */
  readonly historyUrl: string | null;
  /** How long the history may lag behind; what it does not show by then did not happen. */
  readonly historyLagSeconds: number;
}

/** What a call to Exigo needs. The password is open: never logged, never rendered. */
export type ExigoAccess = Pick<
  ExigoSettings,
  "baseUrl" | "company" | "loginName" | "pointAccountId" | "historyUrl"
> & {
  readonly password: string;
  /** What was chosen beside where the connection leads; left out: nothing yet. */
  readonly setup?: ExigoSetup;
  /** Which turn its calls take when calls are scarce; left out: that of each operation. */
  readonly turn?: CallTurn;
};

/** Calls that have to wait let those go first that come earlier here; `person`: somebody looks at a page and waits. */
export type CallTurn = "person" | "points" | "documents" | "polls" | "catalog";

/** A program's connection, its password opened. */
export interface ExigoConnection extends ExigoSettings {
  readonly password: string;
  readonly state: "active" | "paused";
  readonly pausedReason: string | null;
  readonly savedAt: Instant;
  /** The place that it writes to, numbered within the program; the same place keeps its number. */
  readonly mirror: number;
  readonly setup: ExigoSetup;
}

export interface ExigoConnections {
  /** Throws a fault when the stored password cannot be opened. */
  find(programId: number): Promise<ExigoConnection | null>;
  /**
   * Replaces the connection; `password` null keeps the stored one, which must exist. Saving makes it active. Another
   * host, company or point account is another mirror, to which all accounts are handed over from now on; one that
   * the program had before gets its number back. `sameBooks`: the host is another name of the place as it was.
   * `setup` left out keeps the stored one.
   */
  save(
    connection: ExigoSettings & { password: string | null; sameBooks?: boolean; setup?: ExigoSetup },
  ): Promise<void>;
  /** Pauses the connection as it was when `savedAt` was read; one that was saved anew since stays active. */
  pause(connection: Pick<ExigoConnection, "programId" | "savedAt">, reason: string): Promise<void>;
  resume(programId: number): Promise<void>;
  /** Where the connection leads, without its password; null: there is none. */
  findPlace(programId: number): Promise<Pick<ExigoSettings, "baseUrl" | "company" | "pointAccountId"> | null>;
  /** What was chosen for documents, without the password; null: there is no connection. */
  findSetup(programId: number): Promise<ExigoSetup | null>;
  /** Programs whose connection is active. */
  listActivePrograms(): Promise<number[]>;
}

/** A failed call, in classes that say what may be done now. */
export interface ExigoFailure {
  readonly ok: false;
  readonly failure: FailureKind;
  /** What stood in the way; `answer`: Exigo's own HTTP status did. */
  readonly trouble:
    | "address_refused"
    | "name_unknown"
    | "connection_refused"
    | "timed_out"
    | "tls"
    | "connection_lost"
    /** The company's calls are used up for now; nothing was sent. */
    | "budget"
    | "answer";
  /** HTTP status; null without an answer. */
  readonly status: number | null;
  /** How long to wait at least, in milliseconds; left out: nobody said. */
  readonly retryInMs?: number;
  /** For a person; holds no secret. */
  readonly message: string;
}

export type ExigoAnswer<T> = { readonly ok: true; readonly value: T } | ExigoFailure;

export interface ExigoCustomer {
  readonly exigoCustomerId: number;
  readonly email: string | null;
  /** As the company numbers its types and ranks; null: Exigo did not say, or the customer has no rank. */
  readonly customerType: string | null;
  readonly rank: string | null;
}

/** A movement of points in Exigo's history. */
export interface ListedMovement {
  readonly transactionId: string;
  readonly exigoCustomerId: number;
  readonly amount: string;
  readonly reference: string | null;
  /** Exigo's wall clock is US Central; in the hour that comes twice in autumn it is read as the first. null: unreadable. */
  readonly movedAt: Instant | null;
}

export interface ListedBalance {
  readonly exigoCustomerId: number;
  readonly balance: string;
}

/** Exigo's interface as the product needs it now; amounts are decimal strings of up to 4 places. */
export interface Exigo {
  readPointBalance(access: ExigoAccess, exigoCustomerId: number): Promise<ExigoAnswer<{ balance: string }>>;
  /** One signed movement. Not idempotent: see `unknown`. */
  addPoints(
    access: ExigoAccess,
    movement: { exigoCustomerId: number; amount: string; reference: string },
  ): Promise<ExigoAnswer<{ transactionId: string }>>;
  /**
   * Movements of a customer that carry exactly this reference, oldest first; more than one is shown as more than one.
   * The access must name a history.
   */
  findMovements(
    access: ExigoAccess,
    what: { exigoCustomerId: number; reference: string },
  ): Promise<ExigoAnswer<{ transactionId: string; amount: string }[]>>;
  /** Movements after an id in the order of their ids, of all customers. The access must name a history. */
  listMovements(
    access: ExigoAccess,
    page: { afterId: number; limit: number },
  ): Promise<ExigoAnswer<ListedMovement[]>>;
  /** Movements of one customer, newest first. The access must name a history. */
  listMovementsOf(
    access: ExigoAccess,
    page: { exigoCustomerId: number; limit: number },
  ): Promise<ExigoAnswer<ListedMovement[]>>;
  /** The newest movement of all customers; null: there is none. The access must name a history. */
  findNewestMovement(access: ExigoAccess): Promise<ExigoAnswer<ListedMovement | null>>;
  /** Balances after a customer in the order of the customers' ids. The access must name a history. */
  listPointBalances(
    access: ExigoAccess,
    page: { afterCustomerId: number; limit: number },
  ): Promise<ExigoAnswer<ListedBalance[]>>;
  /** Customers that carry exactly this key; deleted ones are left out. */
  findCustomersByKey(access: ExigoAccess, customerKey: string): Promise<ExigoAnswer<ExigoCustomer[]>>;
  /** Customers that carry exactly this address, without regard to case; deleted ones are left out. */
  findCustomersByEmail(access: ExigoAccess, email: string): Promise<ExigoAnswer<ExigoCustomer[]>>;
  /** null: Exigo has no such customer, or it is deleted there. */
  findCustomer(access: ExigoAccess, exigoCustomerId: number): Promise<ExigoAnswer<ExigoCustomer | null>>;
  /** Some customer of the company, to try a connection with; null: it has none. */
  findAnyCustomer(access: ExigoAccess): Promise<ExigoAnswer<ExigoCustomer | null>>;
  /** Not idempotent: an unknown outcome is looked up by the key before another try. */
  createCustomer(
    access: ExigoAccess,
    customer: { customerKey: string; firstName: string; lastName: string; email: string | null },
  ): Promise<ExigoAnswer<ExigoCustomer>>;
}
