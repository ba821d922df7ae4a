import type { CallTurn } from "./exigo.ts";

/** A company's allowance of calls. */
export interface CallAllowance {
  /** Names the company; the same for all processes. */
  readonly company: string;
  readonly turn: CallTurn;
  readonly callsPerMinute: number;
  readonly callsAtOnce: number;
  /** A call that has not ended by then counts as ended. */
  readonly longestMs: number;
  /** How much longer the caller waits for its turn; a person who does so goes before everybody else. */
  readonly patienceMs: number;
}

/** Whether a call may begin now. `call` names it until it ends. */
export type Admission =
  { readonly admitted: true; readonly call: string } | { readonly admitted: false; readonly waitMs: number };

/** Calls of all processes together, counted by company. */
export interface CallBudget {
  admit(allowance: CallAllowance): Promise<Admission>;
  /** The call ended, whatever came of it. */
  end(company: string, call: string): Promise<void>;
  /** Exigo asked for fewer calls: none of the company begins before this long from now. */
  close(company: string, forMs: number): Promise<void>;
}
