import { STATUS_CODES } from "node:http";

/** An answer that is complete and only has to be written to the socket. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** What becomes of a request: an answer, or a connection that is destroyed without one. */
export type Outcome = { kind: "reply"; reply: Reply } | { kind: "drop" };

/** A refusal that the caller sees as `{ "message": … }` under this HTTP status. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = "Refusal";
    this.status = status;
  }
}

export function jsonReply(status: number, body: unknown): Reply {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, body: JSON.stringify(body) };
}

/** The one shape of every error, whichever interface it comes from. */
export function errorReply(status: number, message?: string): Reply {
  return jsonReply(status, { message: message ?? STATUS_CODES[status] ?? "Error" });
}

/** Turns what a handler threw into its answer; anything that is no Refusal is a bug of the simulator and is shown as 500. */
export function replyForThrown(thrown: unknown): Reply {
  if (thrown instanceof Refusal) return errorReply(thrown.status, thrown.message);
  console.error(thrown);
  return errorReply(500, "The Exigo simulator failed on this call. Its own output says why.");
}
