import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TestApp } from "./running-simulator.ts";
import { query, requestToken, shop, startApp, startDemo, apiKey, apiSecret } from "./running-simulator.ts";
import { startShopifySimulator } from "../../../simulators/shopify/server.ts";

let app: TestApp;
let folder: string;

beforeEach(async () => {
  app = await startApp();
  folder = mkdtempSync(join(tmpdir(), "shopify-simulator-"));
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe("the state file", () => {
  it("keeps shops, tokens and webhooks over a restart", async () => {
    const stateFile = join(folder, "state.json");
    const { simulator } = await startDemo(app, { stateFile });
    const { body } = await requestToken(simulator);
    await simulator.close();
    const again = await startShopifySimulator({
      apiKey,
      apiSecret,
      port: 0,
      tunnelPort: 0,
      appOrigin: app.origin,
      stateFile,
    });
    const answer = await query(again, String(body.access_token), "{ shop { myshopifyDomain } }");
    expect(answer.body).toMatchObject({ data: { shop: { myshopifyDomain: shop } } });
    await again.close();
  });

  it("rejects a port that is taken and leaves nothing open", async () => {
    const { simulator } = await startDemo(app);
    const port = Number(new URL(simulator.url).port);
    await expect(
      startShopifySimulator({ apiKey, apiSecret, port, tunnelPort: 0, appOrigin: app.origin }),
    ).rejects.toMatchObject({ code: "EADDRINUSE" });
    await simulator.close();
  });
});
