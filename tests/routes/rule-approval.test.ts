import { afterAll, beforeAll, expect, test } from "vitest";

import type * as RuleRoute from "../../app/routes/app.earn-rule.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let route: typeof RuleRoute;
let programId: number;

beforeAll(async () => {
  world = await createAdminWorld();
  route = await import("../../app/routes/app.earn-rule.tsx");
  for (const shop of ["careful", "curious"]) {
    world.addShop(shop);
    await load(shop);
  }
  const { programs, earnRules } = world.wiring.adapters;
  ({ programId } = (await programs.findShopByDomain("careful.myshopify.com"))!);
  await earnRules.saveThreshold(programId, { ratePerUnitMicros: 2_000_000, creditsMinor: null }, "test");
});
afterAll(() => world.close());

const load = async (shop = "careful") =>
  route.loader({ request: await world.adminRequest(shop, "/app/earn-rule"), params: {}, context: {} });
const send = async (body: object, shop = "careful") =>
  route.action({
    request: await world.adminRequest(shop, "/app/earn-rule", JSON.stringify(body)),
    params: {},
    context: {},
  });
const save = (rate: string) =>
  send({ enabled: true, rate, rounding: "floor", expires: false, expiresAfterDays: "365", reason: "Autumn" });

/** A version that somebody else wrote. */
async function saveBySomebody(creditsPerUnitMicros: number) {
  const saved = await world.wiring.saveEarnRule({
    ...{ programId, author: "Somebody", reason: "Winter" },
    rule: { enabled: true, creditsPerUnitMicros, rounding: "floor", expiresAfterDays: null },
  });
  if (!saved.ok) throw new Error(saved.refusal.code);
  return saved.record.version;
}

test("a version above the threshold waits, with what it changes, and its author cannot approve it", async () => {
  expect(await save("3")).toEqual({ ok: true, message: "Version 2 waits for a second person to approve it" });

  const { waiting, inForce } = await load();

  expect(inForce).toBe(1);
  expect(waiting).toMatchObject([
    {
      ...{ version: 2, reason: "Autumn", mayApprove: false },
      changes: [
        { path: "rules.every-order.earns.creditsPerUnitMicros", before: "1000000", after: "3000000" },
      ],
    },
  ]);
  const answer = await send({ version: 2, verdict: "approved", reason: "I like it" });
  expect(answer).toMatchObject({
    ok: false,
    errors: { decision: "You wrote this version, so somebody else has to approve it." },
  });
  expect((await load()).inForce).toBe(1);
});

test("its author may take it back", async () => {
  expect(await send({ version: 2, verdict: "declined", reason: "Too much" })).toMatchObject({ ok: true });
  const { waiting, versions } = await load();
  expect(waiting).toEqual([]);
  expect(versions[1]).toMatchObject({ state: "declined", decisionReason: "Too much" });
});

test("a second person approves it with a reason, once, and then it judges orders", async () => {
  const version = await saveBySomebody(4_000_000);
  expect((await load()).waiting).toMatchObject([{ version, author: "Somebody", mayApprove: true }]);

  expect(await send({ version, verdict: "approved", reason: "Agreed" })).toMatchObject({ ok: true });
  expect(await send({ version, verdict: "declined", reason: "" })).toMatchObject({ ok: false });

  const { waiting, versions, inForce } = await load();
  expect([waiting, inForce]).toEqual([[], version]);
  expect(versions.at(-1)).toMatchObject({ state: "approved", decisionReason: "Agreed" });
});

test("no other shop sees or decides about it", async () => {
  const version = await saveBySomebody(5_000_000);
  expect((await load("curious")).waiting).toEqual([]);
  expect(await send({ version, verdict: "approved", reason: "" }, "curious")).toMatchObject({ ok: false });
  expect((await load()).waiting).toMatchObject([{ version }]);
});
