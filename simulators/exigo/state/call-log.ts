import type { FaultKind } from "../faults/fault-queue.ts";

const KEPT_CALLS = 1000;

/** One call of the REST or OData interface. */
export interface LoggedCall {
  id: number;
  at: string;
  company: string | null;
  /** The documented name of the operation; "Unknown" for an address that is none. */
  operation: string;
  method: string;
  path: string;
  /** The status that was sent; null when the connection was dropped without an answer. */
  status: number | null;
  /** True when the operation itself was carried out; with applied-late it turns true later. */
  applied: boolean;
  fault: FaultKind | "down" | null;
  /** The message of a refusal; null otherwise. */
  message: string | null;
}

/** The latest calls, oldest first. */
export class CallLog {
  #calls: LoggedCall[] = [];
  #nextId = 1;

  add(call: Omit<LoggedCall, "id">): LoggedCall {
    const logged = { id: this.#nextId++, ...call };
    this.#calls.push(logged);
    if (this.#calls.length > KEPT_CALLS) this.#calls.shift();
    return logged;
  }

  list(): LoggedCall[] {
    return this.#calls.map((call) => ({ ...call }));
  }

  clear(): void {
    this.#calls = [];
  }
}
