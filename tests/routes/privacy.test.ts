import { afterAll, beforeAll, expect, test } from "vitest";

import type * as MergesRoute from "../../app/routes/app.merges.tsx";
import type * as PrivacyRoute from "../../app/routes/app.privacy._index.tsx";
import type * as ExportRoute from "../../app/routes/app.privacy.$requestId.tsx";
import { createAdminWorld } from "../support/admin-world.ts";
import type { AdminWorld } from "../support/admin-world.ts";

let world: AdminWorld;
let routes: { page: typeof PrivacyRoute; file: typeof ExportRoute; merges: typeof MergesRoute };
let requestId: number;
let shopId: number;
let programId: number;

beforeAll(async () => {
  world = await createAdminWorld();
  routes = {
    page: await import("../../app/routes/app.privacy._index.tsx"),
    file: await import("../../app/routes/app.privacy.$requestId.tsx"),
    merges: await import("../../app/routes/app.merges.tsx"),
  };
  for (const shop of ["private", "curious"]) {
    world.addShop(shop);
    await routes.page.loader({
      request: await world.adminRequest(shop, "/app/privacy"),
      params: {},
      context: {},
    });
  }
  const { programs, members, privacyRequests } = world.wiring.adapters;
  ({ shopId, programId } = (await programs.findShopByDomain("private.myshopify.com"))!);
  await members.ensureMember(programId, shopId, {
    customerId: "77",
    email: "ada@example.com",
    emailVerified: true,
    firstName: "Ada",
    lastName: "Okafor",
    updatedAt: "2026-11-20T10:00:00.000Z",
  });
  requestId = await privacyRequests.record(programId, shopId, {
    kind: "data_request",
    requestKey: "request/1",
    customerId: "77",
    orderIds: ["1001"],
  });
});

afterAll(() => world.close());

const list = async (shop: string) =>
  routes.page.loader({ request: await world.adminRequest(shop, "/app/privacy"), params: {}, context: {} });
const download = async (shop: string, id = String(requestId)) =>
  routes.file.loader({
    request: await world.adminRequest(shop, `/app/privacy/${id}`),
    params: { requestId: id },
    context: {},
  });
const finish = async (shop: string) =>
  routes.page.action({
    request: await world.adminRequest(shop, "/app/privacy", { requestId: String(requestId) }),
    params: {},
    context: {},
  });
const accesses = () => world.wiring.adapters.reports && readAccesses();

async function readAccesses(): Promise<unknown[]> {
  const { getDatabase } = await import("#db");
  return getDatabase().pool.query("SELECT staff, action, request_id FROM personal_data_access ORDER BY id");
}

test("a data request is listed and downloaded by its own shop, and each download is recorded", async () => {
  expect((await list("private")).requests).toMatchObject([
    { requestId, kind: "data_request", state: "open" },
  ]);

  const answer = await download("private");

  expect(answer.headers.get("content-disposition")).toContain('filename="customer-77.json"');
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await answer.json()).toMatchObject({ customer: { firstName: "Ada", email: "ada@example.com" } });
  expect(await accesses()).toEqual([
    { staff: expect.stringMatching(/^\d+$/) as string, action: "export", request_id: requestId },
  ]);
});

test("no other shop sees or answers it, and nothing is recorded for a request that is not there", async () => {
  expect((await list("curious")).requests).toEqual([]);
  for (const id of [String(requestId), "999999", "x"]) {
    await expect(download("curious", id)).rejects.toMatchObject({ status: 404 });
  }
  expect(await finish("curious")).toMatchObject({ ok: false });
  expect(await accesses()).toHaveLength(1);
});

test("a request is marked as answered once, and waits for nobody then", async () => {
  const attention = () => world.wiring.adapters.reports.attention(programId, 10);
  expect(await attention()).toMatchObject([{ kind: "data_request", id: requestId }]);
  expect(await finish("private")).toEqual({ ok: true, message: "Marked as answered" });
  expect(await finish("private")).toMatchObject({ ok: false });
  expect((await list("private")).requests).toMatchObject([{ state: "done" }]);
  expect(await attention()).toEqual([]);
});

test("a merge is undone from the member's page by its own shop alone", async () => {
  const { members, memberMerges, ledger, reports } = world.wiring.adapters;
  const facts = (customerId: string) => ({
    customerId,
    email: null,
    emailVerified: false,
    firstName: `First ${customerId}`,
    lastName: null,
    updatedAt: "2026-11-20T10:00:00.000Z",
  });
  const kept = await members.ensureMember(programId, shopId, facts("101"));
  const gone = await members.ensureMember(programId, shopId, facts("102"));
  const told = { keptCustomerId: "101", deletedCustomerId: "102" };
  const merge = await memberMerges.record(programId, shopId, told);
  if (!("mergeId" in merge)) throw new Error("nothing was merged");
  await ledger.post(programId, [
    {
      kind: "open",
      key: "open/late",
      accountId: gone.accountId,
      amountMinor: 9,
      availableFrom: null,
      expiresAt: null,
      effectiveAt: "2026-11-20T10:00:00.000Z",
      cause: { kind: "system", ref: "test" },
      reasonCode: "opening",
    },
  ]);
  expect((await reports.people(programId, kept.memberId))?.merges).toMatchObject([
    { state: "merged", from: { memberId: gone.memberId, name: "First 102" }, into: { name: "First 101" } },
  ]);
  expect(await reports.people(programId, gone.memberId)).toMatchObject({ mergedIntoMemberId: kept.memberId });
  const listed = await reports.members(programId, { search: "", page: 1, pageSize: 50 });
  expect(listed.rows.map((row) => row.memberId)).not.toContain(gone.memberId);

  const undo = async (shop: string) =>
    routes.merges.action({
      request: await world.adminRequest(shop, "/app/merges", {
        intent: "undo",
        mergeId: String(merge.mergeId),
        formKey: crypto.randomUUID(),
        asOf: new Date().toISOString(),
        note: "Two people after all",
      }),
      params: {},
      context: {},
    });
  expect(await undo("curious")).toEqual({ ok: false, message: "There is no such merge" });
  expect(await undo("private")).toEqual({ ok: true, message: "The merge is undone" });
  expect(await reports.people(programId, gone.memberId)).toMatchObject({
    mergedIntoMemberId: null,
    customers: [{ customerId: "102", state: "deleted" }],
  });
});

test("members are found by a customer's tag, without regard to case", async () => {
  const { customers, reports } = world.wiring.adapters;
  const tag = (areSet: boolean, at: string) =>
    customers.changeTags(programId, shopId, { customerId: "77", tags: ["VIP"], areSet, at });
  const found = async () =>
    (await reports.members(programId, { search: "", tag: "vip", page: 1, pageSize: 5 })).rows.length;
  await tag(true, "2026-11-20T10:00:00.000Z");
  expect(await found()).toBe(1);
  await tag(false, "2026-11-20T11:00:00.000Z");
  expect(await found()).toBe(0);
});
