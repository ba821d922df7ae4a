import { verifyLedger } from "#usecases/verify-ledger";
import { afterAll, beforeAll, expect, it } from "vitest";

import { postHistory } from "../../../support/ledger-history.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";

let world: LedgerWorld;
beforeAll(async () => {
  world = await createLedgerWorld();
  await postHistory(world);
});
afterAll(() => world.close());

it("finds nothing in a ledger that nobody touched", async () => {
  const ports = proofPorts(world.database);
  const result = await verifyLedger(ports, { programId: world.programId });
  expect(result).toMatchObject({ ok: true, finding: null, broken: 0, accounts: 4 });
});
