import { z } from "zod";

import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { CallBudget } from "#usecases/ports/call-budget";
import type { CallTurn, ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";

import { callAddress } from "./address.server.ts";
import { withinBudget } from "./budget.server.ts";
import { classifyNetworkError, classifyStatus, unreadableAnswer } from "./classify.server.ts";
import type { Effect } from "./classify.server.ts";
import type { Exchange, ExchangeLimits, WireAnswer } from "./exchange.server.ts";
import { parseExactJson } from "./exact-json.server.ts";

/** How calls are made. */
export interface CallOptions extends ExchangeLimits {
  readonly allowLoopback: boolean;
  readonly exchange: Exchange;
  /** Calls of all processes together; null: nothing limits them. */
  readonly budget: CallBudget | null;
}

/** What a query may hold; several values of one name stand as the settings say. */
type Query = Readonly<Record<string, string | number | readonly (string | number)[]>>;

/** One call; a query goes with GET, a body with every other method. */
export interface Call<T> {
  readonly method: "GET" | "POST" | "PATCH";
  /** Whose turn it is unless the access says another one. */
  readonly turn: CallTurn;
  /** Another base address and user than the connection's REST interface has. */
  readonly baseUrl?: string;
  readonly user?: string;
  readonly path: string;
  readonly effect: Effect;
  readonly query?: Query;
  readonly body?: unknown;
  /** What is read of the answer, its numbers as text; everything else in it is left alone. */
  readonly answer: z.ZodType<T>;
}

/** `callExigo` with its options. */
export type CallExigo = <T>(access: ExigoAccess, call: Call<T>) => Promise<ExigoAnswer<T>>;

const errorBody = z.object({ message: z.string().min(1) });

/** Carries out one call to Exigo's REST interface. Never throws for what Exigo or the network does. */
export function callExigo<T>(
  access: ExigoAccess,
  call: Call<T>,
  options: CallOptions,
): Promise<ExigoAnswer<T>> {
  const { budget } = options;
  return budget === null
    ? callNow(access, call, options)
    : withinBudget(budget, access, call.turn, () => callNow(access, call, options));
}

async function callNow<T>(access: ExigoAccess, call: Call<T>, options: CallOptions): Promise<ExigoAnswer<T>> {
  const { lists, errorsWithMessage, timeoutSeconds } = access.setup?.api ?? DEFAULT_EXIGO_API;
  const address = callAddress(call.baseUrl ?? access.baseUrl, call.path, options);
  if (!address) {
    const message = "the address is not one that may be called: it needs https and a public host name";
    return { ok: false, failure: "out_of_reach", trouble: "address_refused", status: null, message };
  }
  addQuery(address, call.query ?? {}, lists);
  let answer: WireAnswer;
  try {
    const timeoutMs = access.setup === undefined ? options.timeoutMs : timeoutSeconds * 1_000;
    answer = await send(address, access, call, { ...options, timeoutMs });
  } catch (error) {
    return classifyNetworkError(error, call.effect);
  }
  const json = answer.text === null ? undefined : parseOrUndefined(answer.text);
  if (answer.status < 200 || answer.status > 299) {
    const reason = errorBody.safeParse(json);
    return classifyStatus(answer, reason.success ? reason.data.message.trim() : null, {
      effect: call.effect,
      errorsWithMessage,
    });
  }
  const parsed = call.answer.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : unreadableAnswer(answer.status, call.effect);
}

function addQuery(address: URL, query: Query, lists: "repeated" | "indexed" | "single"): void {
  for (const [name, value] of Object.entries(query)) {
    if (typeof value !== "object") address.searchParams.set(name, String(value));
    else {
      for (const [index, each] of value.entries()) {
        address.searchParams.append(lists === "indexed" ? `${name}[${index}]` : name, String(each));
      }
    }
  }
}

function send(
  address: URL,
  access: ExigoAccess,
  { method, body, user = `${access.loginName}@${access.company}` }: Call<unknown>,
  options: CallOptions,
): Promise<WireAnswer> {
  const text = body === undefined ? null : JSON.stringify(body);
  const headers = {
    authorization: `Basic ${Buffer.from(`${user}:${access.password}`, "utf8").toString("base64")}`,
    accept: "application/json",
    ...(text === null
      ? {}
      : {
          "content-type": "application/json; charset=utf-8",
          "content-length": String(Buffer.byteLength(text)),
        }),
  };
  return options.exchange(address, { method, headers, body: text }, options);
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    // What is no JSON has no meaning here; the caller classifies by the status.
    return undefined;
  }
}
