import { z } from "zod";

import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";

import { callAddress } from "./address.server.ts";
import { classifyNetworkError, classifyStatus, unreadableAnswer } from "./classify.server.ts";
import type { Effect } from "./classify.server.ts";
import { parseExactJson } from "./exact-json.server.ts";

/** How calls are made. */
export interface CallOptions {
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly allowLoopback: boolean;
}

/** One call; a query goes with GET, a body with every other method. */
export interface Call<T> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly effect: Effect;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** What is read of the answer, its numbers as text; everything else in it is left alone. */
  readonly answer: z.ZodType<T>;
}

const errorBody = z.object({ message: z.string().min(1) });

/** Carries out one call to Exigo's REST interface. Never throws for what Exigo or the network does. */
export async function callExigo<T>(
  access: ExigoAccess,
  call: Call<T>,
  options: CallOptions,
): Promise<ExigoAnswer<T>> {
  const address = callAddress(access.baseUrl, call.path, options);
  if (!address) {
    const message = "the address is not one that may be called: it needs https and a public host name";
    return { ok: false, failure: "out_of_reach", trouble: "address_refused", status: null, message };
  }
  for (const [name, value] of Object.entries(call.query ?? {})) address.searchParams.set(name, String(value));
  let answer: { status: number; text: string | null };
  try {
    answer = await send(address, access, call, options);
  } catch (error) {
    return classifyNetworkError(error, call.effect);
  }
  const json = answer.text === null ? undefined : parseOrUndefined(answer.text);
  if (answer.status < 200 || answer.status > 299) {
    const reason = errorBody.safeParse(json);
    return classifyStatus(answer.status, reason.success ? reason.data.message.trim() : null, call.effect);
  }
  const parsed = call.answer.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : unreadableAnswer(answer.status, call.effect);
}

async function send(
  address: URL,
  access: ExigoAccess,
  call: Call<unknown>,
  options: CallOptions,
): Promise<{ status: number; text: string | null }> {
  const user = `${access.loginName}@${access.company}:${access.password}`;
  const response = await fetch(address, {
    method: call.method,
    headers: {
      authorization: `Basic ${Buffer.from(user, "utf8").toString("base64")}`,
      accept: "application/json",
      ...(call.body === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    // Following one would send the password to wherever the answer points.
    redirect: "manual",
    signal: AbortSignal.timeout(options.timeoutMs),
  });
  return { status: response.status, text: await readText(response, options.maxResponseBytes) };
}

/** The body as text, or null when it is longer than `maxBytes`; the rest is not read. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  if (!response.body) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  // The browser's types of a stream do not know that Node's can be iterated.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseOrUndefined(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    // What is no JSON has no meaning here; the caller classifies by the status.
    return undefined;
  }
}
