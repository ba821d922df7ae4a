import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it } from "vitest";

import { createExigoClient } from "#adapters/exigo/client";
import { createPublicLookup, isPublicAddress } from "#adapters/exigo/public-lookup";
import type { ResolveName } from "#adapters/exigo/public-lookup";

describe("addresses that a tenant's Exigo may have", () => {
  it.each(["52.84.1.9", "8.8.8.8", "100.63.255.255", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "%s is on the public internet",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ["this machine", "127.0.0.1"],
    ["this machine", "127.255.255.254"],
    ["this machine", "::1"],
    ["no address", "0.0.0.0"],
    ["no address", "::"],
    ["a private network", "10.1.2.3"],
    ["a private network", "172.16.0.1"],
    ["a private network", "172.31.255.255"],
    ["a private network", "192.168.1.1"],
    ["a private network", "fd12:3456::1"],
    ["a carrier's network", "100.64.0.1"],
    ["link-local, the metadata service", "169.254.169.254"],
    ["link-local, the metadata service", "fe80::1"],
    ["link-local, the metadata service", "fd00:ec2::254"],
    ["a private address inside IPv6", "::ffff:10.0.0.1"],
    ["a private address inside IPv6", "::ffff:a9fe:a9fe"],
    ["a private address inside IPv6", "64:ff9b::a00:1"],
    ["a private address inside IPv6", "2002:a00:1::"],
    ["multicast", "224.0.0.1"],
    ["multicast", "ff02::1"],
    ["broadcast", "255.255.255.255"],
    ["no address at all", "example.com"],
  ])("refuses %s: %s", (_what, address) => expect(isPublicAddress(address)).toBe(false));
});

describe("the Exigo client and names that lead inside", () => {
  const closing: (() => void)[] = [];
  afterEach(() => closing.splice(0).forEach((close) => close()));

  async function listen(): Promise<{ port: number; calls: string[] }> {
    const calls: string[] = [];
    const server = createServer((request, response) => {
      calls.push(request.url ?? "");
      response.end('{"balance":1}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(() => server.close());
    return { port: (server.address() as AddressInfo).port, calls };
  }

  function readThrough(resolve: ResolveName, port: number) {
    const client = createExigoClient({ resolve, timeoutMs: 2_000 });
    const baseUrl = `https://company-api.exigo.example:${port}/3.0`;
    return client.readPointBalance(
      { baseUrl, company: "demo", loginName: "api", password: "secret", pointAccountId: 1, historyUrl: null },
      1,
    );
  }

  const answering =
    (...addresses: string[]): ResolveName =>
    (_hostname, done) =>
      done(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );

  it.each([
    ["this machine", ["127.0.0.1"]],
    ["a public address and this machine", ["52.84.1.9", "127.0.0.1"]],
    ["the metadata service", ["169.254.169.254"]],
    ["this machine, inside IPv6", ["::ffff:127.0.0.1"]],
    ["nowhere", []],
  ])("does not call a public name that leads to %s", async (_what, addresses) => {
    const { port, calls } = await listen();
    expect(await readThrough(answering(...addresses), port)).toMatchObject({
      failure: "out_of_reach",
      trouble: "address_refused",
    });
    expect(calls).toEqual([]);
  });

  it("gives a socket the very addresses that were checked, and asks once", () => {
    let asked = 0;
    const resolve: ResolveName = (hostname, done) => {
      asked += 1;
      answering(asked === 1 ? "52.84.1.9" : "127.0.0.1")(hostname, done);
    };
    const given: unknown[] = [];
    const lookup = createPublicLookup({ resolve });
    lookup("company-api.exigo.example", { all: true }, (error, addresses) => given.push(error, addresses));
    expect(given).toEqual([null, [{ address: "52.84.1.9", family: 4 }]]);
    expect(asked).toBe(1);
  });
});
