import type { ExigoFailure } from "#usecases/ports/exigo";

/** A call that only reads may always be tried again; one that writes may have had its effect. */
export type Effect = "reads" | "writes";

type Trouble = Pick<ExigoFailure, "failure" | "trouble">;

/** Exigo's business errors are short; a page of HTML from something in between is not quoted. */
const LONGEST_MESSAGE = 300;

/**
 * The class of an answer that is not 2xx. Exigo puts a reason of its own into `{"message"}`; a 4xx without one
 * comes from something in between, so it is no verdict on the content. A 5xx says nothing about the effect.
 */
export function classifyStatus(status: number, message: string | null, effect: Effect): ExigoFailure {
  return {
    ok: false,
    failure: classOfStatus(status, message, effect),
    trouble: "answer",
    status,
    message: message === null ? `Exigo answered ${status}` : message.slice(0, LONGEST_MESSAGE),
  };
}

function classOfStatus(status: number, message: string | null, effect: Effect): ExigoFailure["failure"] {
  if (status === 401 || status === 403) return "unauthorized";
  if (status >= 500 || status === 408) return effect === "writes" ? "unknown" : "retryable";
  if (status === 429 || status < 400) return "retryable";
  return message === null ? "retryable" : "refused";
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
  const { failure, trouble, message } = describe(error, effect === "writes" ? "unknown" : "retryable");
  return { ok: false, failure, trouble, status: null, message };
}

function describe(error: unknown, afterSending: "unknown" | "retryable"): Trouble & { message: string } {
  const { code, syscall, name } = rootOf(error);
  if (syscall === "getaddrinfo" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      failure: "out_of_reach",
      trouble: "name_unknown",
      message: "the host name of the address is not known",
    };
  }
  if (code === "ECONNREFUSED") {
    return { failure: "out_of_reach", trouble: "connection_refused", message: "the connection was refused" };
  }
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HOSTNAME_MISMATCH)/.test(code)) {
    return {
      failure: "out_of_reach",
      trouble: "tls",
      message: `no secure connection could be made (${code})`,
    };
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT" || (code === "ETIMEDOUT" && syscall !== "read")) {
    return { failure: "out_of_reach", trouble: "timed_out", message: "the address did not answer in time" };
  }
  if (syscall === "connect") {
    return { failure: "out_of_reach", trouble: "connection_lost", message: `no connection (${code})` };
  }
  if (name === "TimeoutError" || /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/.test(code)) {
    return { failure: afterSending, trouble: "timed_out", message: "Exigo did not answer in time" };
  }
  return {
    failure: afterSending,
    trouble: "connection_lost",
    message: `the connection was lost${code === "" ? "" : ` (${code})`}`,
  };
}

/** fetch wraps what happened in a TypeError, and the driver wraps several addresses in an AggregateError. */
function rootOf(error: unknown): { code: string; syscall: string; name: string } {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const first: unknown = root instanceof AggregateError ? root.errors[0] : root;
  const read = (field: string): string => {
    const value = (root as Record<string, unknown>)[field] ?? (first as Record<string, unknown>)[field];
    return typeof value === "string" ? value : "";
  };
  return { code: read("code"), syscall: read("syscall"), name: read("name") };
}
