import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";
import type { ExigoAccess } from "#usecases/ports/exigo";

import { startExigoSimulator } from "../../../simulators/exigo/server.ts";
import type { RunningExigoSimulator } from "../../../simulators/exigo/server.ts";

const access: Omit<ExigoAccess, "baseUrl"> = {
  company: "demo",
  loginName: "api",
  password: "demo-password",
  pointAccountId: 1,
  historyUrl: null,
};

describe("the Exigo client against the simulator", () => {
  let exigo: RunningExigoSimulator;
  let here: ExigoAccess;
  const client = createExigoClient({ allowLoopback: true, timeoutMs: 400 });

  beforeEach(async () => {
    exigo = await startExigoSimulator();
    here = { ...access, baseUrl: `${exigo.url}/3.0` };
  });
  afterEach(() => exigo.close());

  const newCustomer = async (customerKey = "HC-1-7") => {
    const made = await client.createCustomer(here, {
      customerKey,
      firstName: "Ana",
      lastName: "Lima",
      email: "ana@example.com",
    });
    if (!made.ok) throw new Error(made.message);
    return made.value.exigoCustomerId;
  };
  const movement = (exigoCustomerId: number, amount: string) => ({
    exigoCustomerId,
    amount,
    reference: "HC-1",
  });
  const arm = (kind: "answer-lost-after-effect" | "status" | "slow", operation: string, status = 503) =>
    exigo.simulator.faults.arm({
      kind,
      operation,
      status,
      times: 1,
      probability: 1,
      seed: 1,
      delayMs: 1_000,
    });

  it("adds and takes points, and reads the balance digit by digit", async () => {
    const id = await newCustomer();
    expect(await client.addPoints(here, movement(id, "123456789.1234"))).toMatchObject({ ok: true });
    expect(await client.addPoints(here, movement(id, "-0.1"))).toMatchObject({ ok: true });
    expect(await client.readPointBalance(here, id)).toEqual({
      ok: true,
      value: { balance: "123456789.0234" },
    });
  });

  it("finds customers by key and by email without regard to case, and nobody for what nobody has", async () => {
    const id = await newCustomer();
    const facts = { email: "ana@example.com", customerType: "1", rank: null };
    const found = { ok: true, value: [{ exigoCustomerId: id, ...facts }] };
    expect(await client.findCustomersByKey(here, "hc-1-7")).toEqual(found);
    expect(await client.findCustomersByEmail(here, "ANA@example.com")).toEqual(found);
    expect(await client.findCustomersByKey(here, "HC-1-8")).toEqual({ ok: true, value: [] });
    expect(await client.findAnyCustomer(here)).toMatchObject({ ok: true, value: { exigoCustomerId: id } });
  });

  it("hands on Exigo's own reason for a refusal", async () => {
    const refused = await client.addPoints(
      { ...here, pointAccountId: 99 },
      movement(await newCustomer(), "1"),
    );
    expect(refused).toMatchObject({ failure: "refused", status: 400, message: "Point account not found." });
  });

  it("calls a refused login and a refused address unauthorized", async () => {
    expect(await client.findAnyCustomer({ ...here, password: "wrong" })).toMatchObject({
      failure: "unauthorized",
      status: 401,
    });
    exigo.simulator.settings.ipWhitelist = "blocked";
    expect(await client.findAnyCustomer(here)).toMatchObject({ failure: "unauthorized", status: 403 });
  });

  it("does not know what became of a write whose answer was lost, late, or a server error", async () => {
    const id = await newCustomer();
    arm("answer-lost-after-effect", "CreatePointTransaction");
    expect(await client.addPoints(here, movement(id, "1"))).toMatchObject({
      failure: "unknown",
      trouble: "connection_lost",
    });
    arm("slow", "CreatePointTransaction");
    expect(await client.addPoints(here, movement(id, "1"))).toMatchObject({
      failure: "unknown",
      trouble: "timed_out",
    });
    arm("status", "CreatePointTransaction", 500);
    expect(await client.addPoints(here, movement(id, "1"))).toMatchObject({
      failure: "unknown",
      status: 500,
    });
  });

  it("may try again what was throttled, and any read that failed", async () => {
    const id = await newCustomer();
    arm("status", "CreatePointTransaction", 429);
    expect(await client.addPoints(here, movement(id, "1"))).toMatchObject({ failure: "retryable" });
    arm("status", "GetPointAccount", 503);
    expect(await client.readPointBalance(here, id)).toMatchObject({ failure: "retryable", status: 503 });
    exigo.simulator.down = "drop-connection";
    expect(await client.readPointBalance(here, id)).toMatchObject({ failure: "retryable" });
  });

  it("knows that nothing was sent when the address does not answer", async () => {
    const { url } = exigo;
    await exigo.close();
    expect(await client.addPoints({ ...access, baseUrl: `${url}/3.0` }, movement(1001, "1"))).toMatchObject({
      failure: "out_of_reach",
      trouble: "connection_refused",
    });
  });

  it("takes a path that is not Exigo's for no verdict on the content", async () => {
    const { failure } = (await client.addPoints(
      { ...here, baseUrl: exigo.url },
      movement(await newCustomer(), "1"),
    )) as { failure: string };
    expect(["retryable", "refused"]).toContain(failure);
  });
});

describe("the Exigo client against strange answers", () => {
  let server: Server;
  const client = createExigoClient({ allowLoopback: true, maxResponseBytes: 2_000, timeoutMs: 2_000 });

  const answerWith = async (listener: RequestListener): Promise<ExigoAccess> => {
    server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { ...access, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  };
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const write = (there: ExigoAccess) =>
    client.addPoints(there, { exigoCustomerId: 1, amount: "1", reference: "HC-1" });

  it("follows no redirect and shows the password to nobody else", async () => {
    const seen: string[] = [];
    const there = await answerWith((request, response) => {
      seen.push(request.url ?? "");
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect(await write(there)).toMatchObject({ failure: "retryable", status: 307 });
    expect(seen).toEqual(["/point"]);
  });

  it("does not call a write done, nor undone, when the answer cannot be read", async () => {
    const there = await answerWith((_request, response) => response.end("<html>maintenance</html>"));
    expect(await write(there)).toMatchObject({ failure: "unknown", status: 200 });
    expect(await client.readPointBalance(there, 1)).toMatchObject({ failure: "retryable" });
  });

  it("stops reading an answer that is too long", async () => {
    const there = await answerWith((_request, response) =>
      response.end(JSON.stringify({ balance: 1, extra: "x".repeat(3_000) })),
    );
    expect(await client.readPointBalance(there, 1)).toMatchObject({ failure: "retryable" });
  });

  it("leaves alone what it does not know in an answer", async () => {
    const there = await answerWith((_request, response) =>
      response.end('{"result":null,"extra":{"a":[1]},"balance":12.5000}'),
    );
    expect(await client.readPointBalance(there, 1)).toEqual({ ok: true, value: { balance: "12.5000" } });
  });

  it("takes a 4xx without Exigo's own words for trouble on the way", async () => {
    const there = await answerWith((_request, response) => response.writeHead(404).end("nothing here"));
    expect(await write(there)).toMatchObject({ failure: "retryable", status: 404 });
  });

  it("calls neither plain http nor addresses inside a network unless a simulator is allowed", async () => {
    const calls: string[] = [];
    const there = await answerWith((request, response) => {
      calls.push(request.url ?? "");
      response.end("{}");
    });
    const strict = createExigoClient();
    const refused = { failure: "out_of_reach", trouble: "address_refused" };
    expect(await strict.readPointBalance(there, 1)).toMatchObject(refused);
    for (const baseUrl of [
      "https://10.0.0.1",
      "https://localhost",
      "https://db.internal",
      "file:///etc",
      "x",
    ]) {
      expect(await strict.readPointBalance({ ...there, baseUrl }, 1)).toMatchObject(refused);
    }
    expect(calls).toEqual([]);
  });
});
