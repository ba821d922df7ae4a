import { createServer, type AddressInfo, type Server } from "node:net";

import { afterEach, describe, expect, it } from "vitest";

import { findFreePort, requireFreePorts } from "../../../scripts/bootstrap/ports.mjs";

let taken: Server | undefined;

afterEach(() => taken?.close());

describe("the ports of a command", () => {
  it("are free when nothing listens on them", async () => {
    const port = await findFreePort();
    await expect(requireFreePorts([{ port, purpose: "the app", variable: "PORT" }])).resolves.toBeUndefined();
  });

  it("are refused with port, purpose and the variable that changes it", async () => {
    const server = (taken = createServer());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePorts([{ port, purpose: "the app", variable: "PORT" }])).rejects.toThrow(
      `Port ${port} (the app) is already taken: stop the program that uses it, or choose another port with PORT=<port>.`,
    );
  });

  it("are refused when two parts want one port", async () => {
    const port = await findFreePort();
    const wanted = ["PORT", "TUNNEL_PORT"].map((variable) => ({ port, purpose: "a part", variable }));
    await expect(requireFreePorts(wanted)).rejects.toThrow(`PORT and TUNNEL_PORT are both ${port}`);
  });
});
