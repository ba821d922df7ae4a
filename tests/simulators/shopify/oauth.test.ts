import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningSimulator } from "../../../simulators/shopify/server.ts";
import type { TestApp } from "./running-simulator.ts";
import {
  control,
  query,
  requestToken,
  sessionToken,
  shop,
  startApp,
  startDemo,
} from "./running-simulator.ts";

const shopName = "{ shop { name } }";
let app: TestApp;
let simulator: RunningSimulator;

beforeEach(async () => {
  app = await startApp();
  ({ simulator } = await startDemo(app));
});
afterEach(async () => {
  await simulator.close();
  await app.close();
});

const refresh = (token: unknown) =>
  requestToken(simulator, { grant_type: "refresh_token", refresh_token: token });

describe("token exchange", () => {
  it("gives an expiring offline token with its refresh token", async () => {
    const { status, body } = await requestToken(simulator);
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3600, scope: expect.stringContaining("write_customers") });
    expect(body.refresh_token_expires_in).toBeGreaterThan(3600);
    const answer = await query(simulator, String(body.access_token), shopName);
    expect(answer.body).toMatchObject({ data: { shop: { name: "demo" } } });
  });

  it("names the member of staff in an online token", async () => {
    const online = "urn:shopify:params:oauth:token-type:online-access-token";
    const { body } = await requestToken(simulator, { requested_token_type: online });
    expect(body).toMatchObject({ associated_user: { id: 1 } });
  });

  it.each([
    ["forged", () => sessionToken({ secret: "another" })],
    ["expired", () => sessionToken({ nowSeconds: 1_700_000_000 })],
    ["another shop's", () => sessionToken({ shop: "other.myshopify.com" })],
    ["another app's", () => sessionToken({ apiKey: "other" })],
    ["unreadable", () => "nonsense"],
  ])("refuses a %s session token", async (_name, token) => {
    const { status, body } = await requestToken(simulator, { subject_token: token() });
    expect(status).toBe(400);
    expect(body.error).toBe("invalid_subject_token");
  });

  it("refuses a wrong client secret", async () => {
    expect((await requestToken(simulator, { client_secret: "wrong" })).status).toBe(400);
  });
});

describe("access tokens", () => {
  it("answers 401 without a token, with an expired one and after uninstalling", async () => {
    const { body } = await requestToken(simulator);
    expect((await query(simulator, "shpat_unknown", shopName)).status).toBe(401);
    await control(simulator, "expireTokens", { shop });
    expect((await query(simulator, String(body.access_token), shopName)).status).toBe(401);
    const second = await requestToken(simulator);
    await control(simulator, "uninstall", { shop });
    expect((await query(simulator, String(second.body.access_token), shopName)).status).toBe(401);
  });

  it("accepts the old refresh token until the new one is used", async () => {
    const first = await requestToken(simulator);
    const second = await refresh(first.body.refresh_token);
    const again = await refresh(first.body.refresh_token);
    expect([second.status, again.status]).toEqual([200, 200]);
    await refresh(again.body.refresh_token);
    expect((await refresh(first.body.refresh_token)).body.error).toBe("invalid_grant");
  });
});
