import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openConnection, statusOfWhole } from "../../bench/ingest/connection.ts";
import { bodyBytes, createDeliveries } from "../../bench/ingest/deliveries.ts";
import { sendAtPace } from "../../bench/ingest/pace.ts";
import { signatureOf, TEST_SECRET, TEST_SHOP } from "../support/webhooks.ts";

interface Seen {
  readonly signature: string | undefined;
  readonly body: Buffer;
}

const seen: Seen[] = [];
let status = 200;
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const signature = request.headers["x-shopify-hmac-sha256"];
    seen.push({ signature: String(signature), body: Buffer.concat(pieces) });
    response.writeHead(status, { "content-length": 7 }).end("stored\n");
  });
});
let port: number;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const next = (): Buffer => createDeliveries(TEST_SECRET)({ shopDomain: TEST_SHOP, customerId: 7 });

it("knows an answer that has come in whole, and its status", () => {
  const head = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\n";
  expect([head.slice(0, 30), head, `${head}try`].map(statusOfWhole)).toEqual([null, null, null]);
  expect(statusOfWhole(`${head}try\n`)).toBe(503);
});

it("sends deliveries that the app would accept, one after the other on one connection", async () => {
  seen.length = 0;
  const connection = await openConnection(port);
  expect([await connection.send(next()), await connection.send(next())]).toEqual([200, 200]);
  connection.close();
  for (const { body, signature } of seen) {
    expect(signature).toBe(signatureOf(body, TEST_SECRET));
    expect(Math.abs(body.length - bodyBytes())).toBeLessThan(64);
  }
});

it("knows a connection that the server has closed", async () => {
  const connection = await openConnection(port);
  await connection.send(next());
  server.closeAllConnections();
  await expect.poll(() => connection.isOpen()).toBe(false);
});

it("sends as many as the pace says, and none more", async () => {
  seen.length = 0;
  const run = await sendAtPace({ port, perSecond: 500, warmUpMs: 20, measureMs: 100, next });
  expect(seen).toHaveLength(60);
  expect(run.perSecond).toBe(500);
});

it("does not count what is refused as sent", async () => {
  status = 503;
  const sending = sendAtPace({ port, perSecond: 100, warmUpMs: 0, measureMs: 10, next });
  await expect(sending).rejects.toThrow("a delivery was answered with 503");
  status = 200;
});
