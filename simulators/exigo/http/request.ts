import type { IncomingMessage } from "node:http";
import { JsonNumber, parseJson } from "./json.ts";
import { Refusal } from "./reply.ts";
import { RequestInput } from "./request-input.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

/** One request, read to its end. */
export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | null;
  body: string;
}

/** Reads a request to its end. Refuses a body above one megabyte with 413 and an unreadable address with 400. */
export async function readRequest(message: IncomingMessage): Promise<Request> {
  const target = URL.parse(message.url ?? "/", "http://simulator.invalid");
  if (target === null) throw new Refusal(400, "The address of the request cannot be read.");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The rest is still read, and dropped: leaving the loop would cut the connection before the refusal is sent.
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  if (size > BODY_LIMIT_BYTES) throw new Refusal(413, "The request body is larger than one megabyte.");
  return {
    method: message.method ?? "GET",
    path: target.pathname.length > 1 ? target.pathname.replace(/\/+$/, "") : target.pathname,
    query: target.searchParams,
    authorization: message.headers.authorization ?? null,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** The input of a call: the query string of a GET, the JSON object of every other verb. */
export function inputOf(request: Request): RequestInput {
  if (request.method === "GET") return RequestInput.fromQuery(request.query);
  return jsonInputOf(request.body);
}

/** Reads a JSON object; an empty body is an empty object. Refuses anything else with 400. */
export function jsonInputOf(body: string): RequestInput {
  if (body.trim() === "") return RequestInput.fromObject({});
  let parsed: unknown;
  try {
    parsed = parseJson(body);
  } catch {
    throw new Refusal(400, "The request body is not valid JSON.");
  }
  const isNumber = parsed instanceof JsonNumber;
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed) || isNumber) {
    throw new Refusal(400, "The request body must be a JSON object.");
  }
  return RequestInput.fromObject(parsed);
}
