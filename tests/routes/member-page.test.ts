import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import type * as MemberRoute from "../../app/routes/app.members.$memberId.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let route: typeof MemberRoute;
let programId: number;
let memberId: number;

beforeAll(async () => {
  world = await createAdminWorld();
  route = await import("../../app/routes/app.members.$memberId.tsx");
  const { loader } = await import("../../app/routes/app._index.tsx");
  for (const shop of ["adjusts", "looks-over"]) {
    world.addShop(shop);
    await loader({ request: await world.adminRequest(shop, "/app"), params: {}, context: {} });
  }
  const shop = await world.wiring.adapters.programs.findShopByDomain("adjusts.myshopify.com");
  programId = shop!.programId;
  const member = await world.wiring.adapters.members.ensureMember(programId, shop!.shopId, {
    customerId: "77",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Okafor",
    updatedAt: "2026-11-20T10:00:00.000Z",
  });
  memberId = member.memberId;
});

afterAll(() => world.close());

const read = async (shop = "adjusts") =>
  route.loader({
    request: await world.adminRequest(shop, `/app/members/${memberId}`),
    params: { memberId: String(memberId) },
    context: {},
  });

const send = async (form: Record<string, string>, shop = "adjusts") =>
  route.action({
    request: await world.adminRequest(shop, `/app/members/${memberId}`, form),
    params: { memberId: String(memberId) },
    context: {},
  });

const adjustment = (fields: Record<string, string> = {}) => ({
  intent: "adjust",
  formKey: randomUUID(),
  asOf: new Date().toISOString(),
  direction: "add",
  amount: "40",
  reasonCode: "goodwill",
  note: "Late parcel",
  ...fields,
});

test("books one entry for a form that is sent twice at once", async () => {
  const form = adjustment();

  const answers = await Promise.all([send(form), send(form)]);

  expect(answers).toEqual([
    { ok: true, formKey: form.formKey, message: "Balance changed by +40 credits" },
    { ok: true, formKey: form.formKey, message: "Balance changed by +40 credits" },
  ]);
  const { page } = await read();
  expect(page.member.availableMinor).toBe(40);
  expect(page.entries).toHaveLength(1);
  expect(page.entries[0]).toMatchObject({
    kind: "adjust",
    amountMinor: 40,
    note: "Late parcel",
    causeKind: "staff",
    reasonCode: "goodwill",
    postings: [
      { book: "available", amountMinor: 40 },
      { book: "adjusted", amountMinor: -40 },
    ],
  });
});

test("names the field of an amount that is no amount of the program's unit", async () => {
  const answer = await send(adjustment({ amount: "1.5" }));

  expect(answer).toMatchObject({ ok: false, errors: { amount: expect.stringContaining("whole number") } });
});

test("refuses to take more than is available, and says how much that is", async () => {
  const answer = await send(adjustment({ direction: "take", amount: "5000" }));

  expect(answer).toMatchObject({ ok: false, errors: { amount: "Only 40 credits available" } });
});

test("refuses a form that was opened days ago", async () => {
  const answer = await send(adjustment({ asOf: new Date(Date.now() - 3 * 86_400_000).toISOString() }));

  expect(answer).toMatchObject({ ok: false, errors: { form: expect.stringContaining("out of date") } });
});

test("undoes an adjustment once and shows both entries", async () => {
  await send(adjustment({ amount: "7" }));
  const { page: before } = await read();
  const undo = () =>
    send({
      intent: "undo",
      formKey: randomUUID(),
      asOf: new Date().toISOString(),
      note: "",
      entryKey: before.entries[0]!.key,
    });

  expect(await undo()).toMatchObject({ ok: true, message: "Balance changed by −7 credits" });
  expect(await undo()).toMatchObject({
    ok: false,
    errors: { form: expect.stringContaining("undone already") },
  });

  const { page } = await read();
  expect(page.member.availableMinor).toBe(before.member.availableMinor - 7);
  const [reversal, undone] = page.entries;
  expect(reversal).toMatchObject({ kind: "reverse", reversesSeq: undone?.seq });
  expect(undone).toMatchObject({ reversedBySeq: reversal?.seq });
});

test("shows no member of another shop's program, and changes none", async () => {
  await expect(read("looks-over")).rejects.toMatchObject({ status: 404 });

  const answer = await send(adjustment(), "looks-over");

  expect(answer).toMatchObject({ ok: false, errors: { form: expect.any(String) } });
});
