import { connect } from "node:net";
import type { AddressInfo } from "node:net";

import { openDatabase } from "#adapters/mysql/database";
import type { Database } from "#adapters/mysql/database";
import type { Log } from "#adapters/system/log";
import { readConfig } from "#config";
import type { Config } from "#config";
import { createWiring } from "#wiring";
import type { Wiring } from "#wiring";

import type { RemixHandler } from "../../app/ingress/remix-requests.ts";
import type { StaticFiles } from "../../app/ingress/static-files.ts";
import { createWebServer } from "../../app/ingress/web-server.ts";
import type { WebServer } from "../../app/ingress/web-server.ts";
import { TEST_SECRET } from "./webhooks.ts";

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A log that keeps its lines for the test to read. */
export function recordingLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at = (level: string) => (event: string, fields?: object) =>
    void lines.push({ level, event, ...fields });
  return { lines, info: at("info"), warn: at("warn"), error: at("error") };
}

/** What a process needs beside the addresses of its database and its Redis. */
export const testEnvironment = {
  NODE_ENV: "test",
  SHOPIFY_APP_URL: "https://credits.test",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: TEST_SECRET,
  SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
};

/** A complete configuration for tests; addresses are given, the rest has values of its own. */
export function testConfig(changes: Readonly<Record<string, string>>): Config {
  return readConfig({ ...testEnvironment, ...changes });
}

export interface TestWeb extends WebServer {
  readonly origin: string;
  readonly port: number;
  readonly wiring: Wiring;
  readonly database: Database;
  readonly log: ReturnType<typeof recordingLog>;
  /** Sends bytes as they are and returns everything the server answers until it closes. */
  sendRaw(text: string): Promise<string>;
  close(): Promise<void>;
}

export interface TestWebOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly staticFiles?: StaticFiles;
  readonly remix?: RemixHandler | null;
}

/** The app's own server on a free port, with its own database pool and queue connection. */
export async function startTestWeb({ env, staticFiles, remix = null }: TestWebOptions): Promise<TestWeb> {
  const config = testConfig(env);
  const log = recordingLog();
  const database = openDatabase({ url: config.DATABASE_URL, connections: 8 });
  const wiring = createWiring(config, database, log);
  const web = createWebServer({
    wiring,
    staticFiles: staticFiles ?? (() => false),
    remix: () => remix,
  });
  await new Promise<void>((resolve) => web.server.listen(0, "127.0.0.1", resolve));
  const { port } = web.server.address() as AddressInfo;
  return {
    ...web,
    origin: `http://127.0.0.1:${port}`,
    port,
    wiring,
    database,
    log,
    sendRaw: (text) => sendRaw(port, text),
    async close() {
      await web.drain(1_000);
      await wiring.close();
    },
  };
}

function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let answered = "";
    socket.setEncoding("utf8");
    socket.on("data", (piece: string) => (answered += piece));
    socket.on("error", () => resolve(answered));
    socket.on("close", () => resolve(answered));
    socket.end(text);
  });
}
