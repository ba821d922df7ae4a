import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRelay } from "../../bench/harness/relay.ts";
import type { Relay } from "../../bench/harness/relay.ts";

const server = createServer((socket) => socket.on("data", (piece) => socket.write(piece)));
let relay: Relay;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  relay = await openRelay((server.address() as AddressInfo).port);
  relay.delayBy(1);
});
afterAll(async () => {
  await relay.close();
  server.close();
});

it("passes everything on, in order, and counts how often an answer was waited for", async () => {
  const client = connect({ port: relay.port, host: "127.0.0.1" });
  let heard = "";
  client.on("data", (piece) => (heard += piece.toString()));
  for (const word of ["one ", "two ", "three"]) {
    client.write(word);
    await once(client, "data");
  }
  client.destroy();
  expect(heard).toBe("one two three");
  expect(await relay.takeRoundTrips()).toBe(3);
  expect(await relay.takeRoundTrips()).toBe(0);
});
