import type { ExigoFailure } from "#usecases/ports/exigo";

import { ExchangeFault } from "./exchange.server.ts";

/** A call that only reads may always be tried again; one that writes may have had its effect. */
export type Effect = "reads" | "writes";

/** Exigo's business errors are short; a page of HTML from something in between is not quoted. */
const LONGEST_MESSAGE = 300;

/** An hour: a longer wait than this is nobody's idea of a limit on calls. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** What the class of a status depends on beside the status. */
export interface StatusRules {
  readonly effect: Effect;
  /** A setting: what a 5xx with a reason of Exigo's own says about a write. */
  readonly errorsWithMessage: "unknown" | "refused";
}

/**
 * The class of an answer that is not 2xx. Exigo puts a reason of its own into `{"message"}`; a 4xx without one
 * comes from something in between, so it is no verdict on the content. A 5xx says nothing about the effect, unless the
 * settings say that one with a reason had none.
 */
export function classifyStatus(
  { status, retryAfter }: { readonly status: number; readonly retryAfter: string | null },
  message: string | null,
  rules: StatusRules,
): ExigoFailure {
  const waitMs = status === 429 || status === 503 ? waitOf(retryAfter) : null;
  return {
    ok: false,
    failure: classOfStatus(status, message, rules),
    trouble: "answer",
    status,
    ...(waitMs === null ? {} : { retryInMs: waitMs }),
    message: message === null ? `Exigo answered ${status}` : message.slice(0, LONGEST_MESSAGE),
  };
}

function classOfStatus(
  status: number,
  message: string | null,
  { effect, errorsWithMessage }: StatusRules,
): ExigoFailure["failure"] {
  if (status === 401 || status === 403) return "unauthorized";
  if (status >= 500 && message !== null && errorsWithMessage === "refused") return "refused";
  if (status >= 500 || status === 408) return effect === "writes" ? "unknown" : "retryable";
  if (status === 429 || status < 400) return "retryable";
  return message === null ? "retryable" : "refused";
}

/** `Retry-After` in seconds; a date in it would be of a clock that need not be ours, so it is not read. */
function waitOf(retryAfter: string | null): number | null {
  if (retryAfter === null || !/^\d{1,6}$/.test(retryAfter.trim())) return null;
  return Math.min(LONGEST_WAIT_MS, Number(retryAfter) * 1_000);
}

/** An answer that should have been the result and cannot be read: a write has had its effect or not. */
export function unreadableAnswer(status: number, effect: Effect): ExigoFailure {
  return {
    ok: false,
    failure: effect === "writes" ? "unknown" : "retryable",
    trouble: "answer",
    status,
    message: `Exigo answered ${status} with something that cannot be read`,
  };
}

/**
 * The class of a call that got no whole answer. Before the connection stood, nothing was sent: out of reach.
 * After that, only a read can be called harmless.
 */
export function classifyNetworkError(error: unknown, effect: Effect): ExigoFailure {
  const connected = !(error instanceof ExchangeFault) || error.connected;
  const { trouble, message } = describe(rootOf(error));
  const afterSending = effect === "writes" ? "unknown" : "retryable";
  return { ok: false, failure: connected ? afterSending : "out_of_reach", trouble, status: null, message };
}

function describe({ code, name }: Root): Pick<ExigoFailure, "trouble" | "message"> {
  if (code === "ADDRESS_REFUSED") {
    return { trouble: "address_refused", message: "the host name does not lead to the public internet" };
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { trouble: "name_unknown", message: "the host name of the address is not known" };
  }
  if (code === "ECONNREFUSED") {
    return { trouble: "connection_refused", message: "the connection was refused" };
  }
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/.test(code)) {
    return { trouble: "tls", message: `no secure connection could be made (${code})` };
  }
  if (name === "TimeoutError" || code === "ETIMEDOUT") {
    return { trouble: "timed_out", message: "Exigo did not answer in time" };
  }
  return { trouble: "connection_lost", message: `the connection was lost${code === "" ? "" : ` (${code})`}` };
}

interface Root {
  readonly code: string;
  readonly name: string;
}

/** What was at the bottom of it: a time-out comes as an abort, several addresses as an AggregateError. */
function rootOf(error: unknown): Root {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const first: unknown = root instanceof AggregateError ? root.errors[0] : root;
  const read = (field: string): string => {
    const value = (root as Record<string, unknown>)[field] ?? (first as Record<string, unknown>)[field];
    return typeof value === "string" ? value : "";
  };
  return { code: read("code"), name: read("name") };
}
