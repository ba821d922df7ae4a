import { afterEach, beforeEach, expect, it } from "vitest";

import { reviewDriftCase } from "#usecases/review-drift-case";

import { createExigoWorld } from "../../support/exigo-world.ts";
import type { ExigoWorld } from "../../support/exigo-world.ts";

let world: ExigoWorld;
let accountId: number;
let exigoCustomerId: number;
let caseId: number;

beforeEach(async () => {
  world = await createExigoWorld();
  accountId = await world.addAccount(7001);
  await world.earn(accountId, 100, "a");
  await world.deliverDue();
  exigoCustomerId = world.company().customers[0]?.customerID ?? 0;
  await world.moveInExigo(exigoCustomerId, "1500");
  await world.poll();
  await world.letPass(60);
  expect(await world.poll()).toEqual({ case: 1 });
  caseId = (await cases())[0]?.id ?? 0;
});
afterEach(() => world.close());

const cases = (): Promise<{ id: number; state: string; closed_by: string | null }[]> =>
  world.database.pool.query("SELECT id, state, closed_by FROM drift_case ORDER BY id");
const entries = (): Promise<{ kind: string; cause_ref: string }[]> =>
  world.database.pool.query("SELECT kind, cause_ref FROM entry ORDER BY seq");
const review = (verdict: "adopt" | "check") =>
  reviewDriftCase(world.ports, { programId: world.programId, caseId, verdict, staff: "42" });

it("books the drift once, naming the case and the person, however often it is asked for", async () => {
  const answers = await Promise.all([review("adopt"), review("adopt"), review("adopt")]);
  expect(answers.some(({ outcome }) => outcome === "adopted")).toBe(true);
  expect(await review("adopt")).toEqual({ outcome: "adopted" });
  expect(await entries()).toMatchObject([
    { kind: "earn" },
    { kind: "adoptExigoMovement", cause_ref: `case/${caseId}` },
  ]);
  expect(await cases()).toEqual([{ id: caseId, state: "adopted", closed_by: "42" }]);
  await world.letPass(60);
  expect(await world.poll()).toEqual({ agreed: 1 });
});

it("closes the case when the drift is gone, and books nothing", async () => {
  await world.moveInExigo(exigoCustomerId, "-1500");
  expect(await review("adopt")).toEqual({ outcome: "gone" });
  expect(await cases()).toMatchObject([{ state: "superseded" }]);
  expect(await entries()).toHaveLength(1);
});

it("books nothing when Exigo moved again since the person looked", async () => {
  await world.moveInExigo(exigoCustomerId, "1");
  expect(await review("adopt")).toEqual({ outcome: "changed" });
  expect(await entries()).toHaveLength(1);
});

it("only compares once more when asked to check", async () => {
  expect(await review("check")).toEqual({ outcome: "remains" });
  expect(await entries()).toHaveLength(1);
});

it("waits while a write of ours is under way, or Exigo does not answer", async () => {
  world.exigo.simulator.down = "status-503";
  expect(await review("adopt")).toEqual({ outcome: "unreachable" });
  world.exigo.simulator.down = "up";
  await world.earn(accountId, 5, "b");
  expect(await review("adopt")).toEqual({ outcome: "busy" });
});
