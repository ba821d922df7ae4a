import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import type * as HomeRoute from "../../app/routes/app._index.tsx";
import type * as AttentionRoute from "../../app/routes/app.attention.tsx";
import type * as MemberRoute from "../../app/routes/app.members.$memberId.tsx";
import type * as SettingsRoute from "../../app/routes/app.settings.tsx";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";
import { receivedWebhook } from "../support/webhooks.ts";

let world: AdminWorld;
let exigo: Awaited<ReturnType<typeof startExigoSimulator>>;
let routes: {
  attention: typeof AttentionRoute;
  home: typeof HomeRoute;
  member: typeof MemberRoute;
  settings: typeof SettingsRoute;
};
let programId: number;
let memberId: number;
let accountId: number;
let intentId: number;

const args = async (path: string, form?: Record<string, string>, shop = "settles") => ({
  request: await world.adminRequest(shop, path, form),
  params: {},
  context: {},
});
const query = async (sql: string, values: unknown[]): Promise<unknown> => {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query(sql, values);
};
const decide = async (form: Record<string, string>, shop = "settles") =>
  routes.attention.action(await args("/app/attention", form, shop));
const evidence = async (shop = "settles") => {
  const page = await routes.attention.loader(
    await args(`/app/attention?intent=${intentId}`, undefined, shop),
  );
  return page.evidence;
};
const rows = async () => (await routes.home.loader(await args("/app"))).attention;

beforeAll(async () => {
  world = await createAdminWorld();
  exigo = await startExigoSimulator();
  routes = {
    attention: await import("../../app/routes/app.attention.tsx"),
    home: await import("../../app/routes/app._index.tsx"),
    member: await import("../../app/routes/app.members.$memberId.tsx"),
    settings: await import("../../app/routes/app.settings.tsx"),
  };
  for (const shop of ["settles", "looks-over"]) {
    world.addShop(shop);
    await routes.home.loader(await args("/app", undefined, shop));
  }
  const { programs, members } = world.wiring.adapters;
  const shop = await programs.findShopByDomain("settles.myshopify.com");
  programId = shop!.programId;
  const member = await members.ensureMember(programId, shop!.shopId, {
    customerId: "77",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Okafor",
    updatedAt: "2026-11-20T10:00:00.000Z",
  });
  ({ memberId, accountId } = member);
  await world.wiring.adjustBalance({
    programId,
    memberId,
    amountMinor: 40,
    reasonCode: "goodwill",
    note: "",
    staff: "1",
    formKey: "00000000-0000-4000-8000-000000000001",
    asOf: new Date().toISOString(),
  });
});

afterAll(async () => {
  await exigo.close();
  await world.close();
});

beforeEach(async () => {
  await query("UPDATE intent SET state = 'confirmed' WHERE program_id = ? AND kind = 'shopify.balance'", [
    programId,
  ]);
});

test("shows on the settings page how far balances are handed over, until they are", async () => {
  const connection = {
    intent: "save",
    baseUrl: `${exigo.url}/3.0`,
    company: "demo",
    loginName: "api",
    password: "demo-password",
    pointAccountId: "1",
    driftPolicy: "adopt",
    driftLimit: "10",
    pollSeconds: "60",
    historyUrl: "",
    historyLagSeconds: "300",
  };
  await routes.settings.action(await args("/app/settings", connection));
  const settings = async () => routes.settings.loader(await args("/app/settings"));
  expect((await settings()).handOver).toEqual({ accounts: 1, handedOver: 0, needPerson: 0 });

  const { handOverNext } = world.wiring.adapters.handOvers;
  while (await handOverNext(programId, 10));
  expect((await settings()).handOver).toEqual({ accounts: 1, handedOver: 0, needPerson: 0 });

  await query(
    `UPDATE intent SET state = 'needs_review', fence = 3, sent_at = UTC_TIMESTAMP(3), claims = 4,
       last_error = 'moved meanwhile' WHERE program_id = ? AND kind = 'exigo.point'`,
    [programId],
  );
  expect((await settings()).handOver).toEqual({ accounts: 1, handedOver: 0, needPerson: 1 });
});

test("asks what stands behind another host before it saves the connection", async () => {
  const connection = {
    intent: "save",
    baseUrl: `${exigo.url.replace("127.0.0.1", "localhost")}/3.0`,
    company: "demo",
    loginName: "api",
    password: "demo-password",
    pointAccountId: "1",
    driftPolicy: "adopt",
    driftLimit: "10",
    pollSeconds: "60",
    historyUrl: "",
    historyLagSeconds: "300",
  };
  const save = async (place: string) =>
    routes.settings.action(await args("/app/settings", { ...connection, place }));
  expect(await save("")).toMatchObject({
    saved: null,
    asksPlace: true,
    errors: { baseUrl: expect.any(String) },
  });
  expect(await save("same")).toMatchObject({ saved: "Connection saved", asksPlace: false });
});

test("shows what waits for a person with its numbers, and to nobody else", async () => {
  const [row] = await rows();
  expect(row).toMatchObject({ kind: "intent", state: "needs_review", amountMinor: 40, memberId });
  intentId = row!.id;
  expect(await evidence()).toMatchObject({
    beforeMinor: 3,
    amountMinor: 40,
    nowMinor: null,
    claim: 4,
    canHaveArrived: true,
  });
  expect(await evidence("looks-over")).toBeNull();
});

test("settles a write once, stores who decided, and says so on the member's page", async () => {
  const form = {
    intent: "settle",
    id: String(intentId),
    claim: "4",
    verdict: "arrived",
    note: "seen in Exigo",
  };
  expect(await decide(form, "looks-over")).toMatchObject({ ok: false });

  const answers = await Promise.all([decide(form), decide(form)]);

  expect(answers).toEqual([
    { ok: true, message: "Settled: it arrived" },
    { ok: true, message: "Settled: it arrived" },
  ]);
  expect(await decide({ ...form, verdict: "send_again" })).toMatchObject({ ok: false });
  expect(await rows()).toEqual([]);
  const { page } = await routes.member.loader({
    ...(await args(`/app/members/${memberId}`)),
    params: { memberId: String(memberId) },
  });
  expect(page.handedOver).toMatchObject([
    {
      amountMinor: 40,
      state: "confirmed",
      decision: { verdict: "arrived", note: "seen in Exigo", staff: expect.stringMatching(/^\d+$/) },
    },
  ]);
});

test("adopts a drift case, or says why not", async () => {
  const { members, drift } = world.wiring.adapters;
  const login = { ...(await world.wiring.adapters.exigoConnections.find(programId))! };
  const made = await world.wiring.adapters.exigo.createCustomer(login, {
    customerKey: "A",
    firstName: "Ada",
    lastName: "Okafor",
    email: null,
  });
  if (!made.ok) throw new Error(made.message);
  await members.linkExigoCustomer(programId, memberId, {
    exigoCustomerId: made.value.exigoCustomerId,
    mirror: login.mirror,
  });
  const move = (amount: string) =>
    world.wiring.adapters.exigo.addPoints(login, {
      exigoCustomerId: made.value.exigoCustomerId,
      amount,
      reference: "by hand",
    });
  await move("60");
  const opened = await drift.openCase(programId, {
    accountId,
    mirror: login.mirror,
    kind: "extra",
    cause: "not_ours",
    amountMinor: 20,
    fingerprint: "test",
    transactionId: null,
  });
  const form = { intent: "review-case", id: String(opened.caseId), verdict: "adopt" };

  await move("1");
  expect(await decide(form)).toMatchObject({
    ok: false,
    message: expect.stringContaining("Nothing was booked"),
  });
  await move("-1");
  expect(await decide(form)).toEqual({ ok: true, message: "The difference is an entry now" });
  await decide(form);
  const adopted = await query("SELECT seq FROM entry WHERE account_id = ? AND kind = 'adoptExigoMovement'", [
    accountId,
  ]);
  expect(adopted).toHaveLength(1);
});

test("applies an event again that was set aside, once, and only for its own program", async () => {
  const stored = await world.wiring.adapters.inbox.store(
    receivedWebhook({ shopDomain: "settles.myshopify.com", topic: "orders/paid", text: "{}" }),
  );
  if (stored.status !== "stored") throw new Error("the event was not stored");
  await query("UPDATE inbox_event SET state = 'quarantined', attempts = 8 WHERE id = ?", [stored.id]);
  expect(await rows()).toMatchObject([{ kind: "inbox", shopDomain: "settles.myshopify.com" }]);
  const form = {
    intent: "retry-event",
    id: String(stored.id),
    shopDomain: "settles.myshopify.com",
  };

  expect(await decide(form, "looks-over")).toMatchObject({ ok: false });
  expect(await decide(form)).toEqual({ ok: true, message: "The event is applied again" });
  expect(await decide(form)).toMatchObject({ ok: false });

  const claimed = await world.wiring.adapters.inbox.claim("settles.myshopify.com", stored.id);
  expect(claimed).toMatchObject({ attempt: 1 });
});

test("says of an event that waited too long that nothing of it is left to apply", async () => {
  const stored = await world.wiring.adapters.inbox.store(
    receivedWebhook({ shopDomain: "settles.myshopify.com" }),
  );
  const id = stored.status === "stored" ? stored.id : 0;
  await query("UPDATE inbox_event SET body_until = UTC_TIMESTAMP(3) WHERE shop_domain = ? AND id = ?", [
    "settles.myshopify.com",
    id,
  ]);
  await world.wiring.adapters.inbox.removeOldBodies(10);
  expect(await rows()).toMatchObject([{ kind: "inbox", reason: "body_removed" }]);
  expect(
    await decide({ intent: "retry-event", id: String(id), shopDomain: "settles.myshopify.com" }),
  ).toEqual({
    ok: false,
    message: "The event waited too long: what it said has been removed and cannot be applied",
  });
});

test("turns down what it cannot read", async () => {
  expect(await decide({ intent: "settle", id: "x" })).toMatchObject({ ok: false });
});
