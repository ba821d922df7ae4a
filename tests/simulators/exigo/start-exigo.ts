import { onTestFinished } from "vitest";
import { startExigoSimulator } from "../../../simulators/exigo/server.ts";

/** An answer as a caller sees it: the status, the text as it was sent, and the JSON in it. */
export interface Answer {
  status: number;
  text: string;
  json: Record<string, unknown>;
}

export interface Exigo {
  url: string;
  /** Sends one call, as `api@demo` unless other credentials are given. Rejects when the connection is cut. */
  call: (target: string, body?: unknown, options?: { user?: string; password?: string }) => Promise<Answer>;
  /** Sends a call of the control interface and gives its JSON. */
  control: (target: string, body?: unknown) => Promise<Answer>;
  close: () => Promise<void>;
}

type StartOptions = NonNullable<Parameters<typeof startExigoSimulator>[0]>;

/** Starts a simulator for one test. A target is a verb and a path: `POST /3.0/point`. */
export async function startExigo(options: StartOptions = {}): Promise<Exigo> {
  const { url, close } = await startExigoSimulator(options);
  onTestFinished(close);
  const send = async (target: string, body: unknown, headers: Record<string, string>): Promise<Answer> => {
    const [method = "GET", path = "/"] = target.split(/ (.*)/s);
    const text = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`${url}${path}`, { method, headers, body: text, redirect: "manual" });
    const answered = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    const json = (isJson ? JSON.parse(answered) : {}) as Record<string, unknown>;
    return { status: response.status, text: answered, json };
  };
  return {
    url,
    close,
    control: (target, body) => send(target, body, {}),
    call: (target, body, { user = "api@demo", password = "demo-password" } = {}) =>
      send(target, body, { authorization: `Basic ${btoa(`${user}:${password}`)}` }),
  };
}

/** Creates a customer and gives its id. */
export async function createCustomer(exigo: Exigo, fields: Record<string, unknown> = {}): Promise<number> {
  const { json } = await exigo.call("POST /3.0/customers", { firstName: "Ada", customerType: 1, ...fields });
  return Number(json.customerID);
}

/** The balance on point account 1, as the text that the answer holds. */
export async function balanceText(exigo: Exigo, customerID: number): Promise<string | undefined> {
  const { text } = await exigo.call(`GET /3.0/point/account?pointAccountID=1&customerID=${customerID}`);
  return /"balance":(-?[\d.]+)/.exec(text)?.[1];
}
