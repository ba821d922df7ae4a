import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { createByteBudget } from "../../app/ingress/byte-budget.ts";
import { readBody } from "../../app/ingress/read-body.ts";

test("bodies in memory at once share a budget; each gives back what it took", async () => {
  const budget = createByteBudget(100);
  const releases: (() => void)[] = [];
  const server = createServer((request, response) => {
    void readBody(request, { limitBytes: 1_000, budget }).then((read) => {
      releases.push(read.release);
      response.end(read.ok ? `${read.body.length}` : read.refusal.code);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const send = async (bytes: number): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: "x".repeat(bytes) });
    return response.text();
  };
  expect(await send(60)).toBe("60");
  expect(await send(60)).toBe("too_much_at_once");
  expect(await send(40)).toBe("40");
  for (const release of releases) {
    release();
    release();
  }
  expect(await send(100)).toBe("100");
  server.close();
});
