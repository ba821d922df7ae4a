import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openDatabase } from "#adapters/mysql/database";
import { verifyLedger } from "#usecases/verify-ledger";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import type { Command } from "#core/ledger";
import { adjust } from "../../../core/ledger/commands.ts";
import { throughTripwire } from "../../../support/addresses.ts";
import type { Call } from "../../../support/ledger-callers.ts";
import { replayEachInModel } from "../../../support/ledger-replay.ts";
import { proofPorts } from "../../../support/ledger-proof.ts";
import { createLedgerWorld } from "../../../support/ledger-world.ts";
import type { LedgerWorld } from "../../../support/ledger-world.ts";
import { endsAnswer } from "../../../support/mysql-packets.ts";
import { seededRandom } from "../../../support/seeded-random.ts";
import { startTripwire } from "../../../support/tripwire.ts";
import type { Watch } from "../../../support/tripwire.ts";

// Where the cut falls: before the server hears of the COMMIT, as soon as it begins to answer the packet that ends in
// it, or when all of the answer, the COMMIT's too, is on its way back. Only in the last case is the outcome known to
// the test; the ledger knows it in none.
const PLACES = ["before the server hears of it", "while it answers", "after it has answered"] as const;
const TRIALS = 1_000;
const LANES = 20;

// Many transactions, each on disk before it is answered: minutes on a machine that is busy otherwise.
vi.setConfig({ testTimeout: 180_000 });

let world: LedgerWorld;
const verify = () => verifyLedger(proofPorts(world.database), { programId: world.programId });

beforeAll(async () => {
  world = await createLedgerWorld();
});
afterAll(() => world.close());

it("gives the first answer when the connection is cut during COMMIT, 1,000 times", async () => {
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, lane) => cutEveryCommit(lane, TRIALS / LANES)),
  );
  const cuts = lanes.flatMap((lane) => lane.cuts);
  const accountIds = lanes.map((lane) => lane.accountId);
  expect(cuts).toHaveLength(TRIALS);
  for (const place of PLACES) expect(cuts.filter((cut) => cut.place === place).length).toBeGreaterThan(200);
  expect(cuts.filter((cut) => cut.place === PLACES[0] && cut.committed)).toEqual([]);
  expect(cuts.filter((cut) => cut.place === PLACES[2] && !cut.committed)).toEqual([]);

  const calls = lanes.flatMap((lane) => lane.calls);
  expect(await replayEachInModel(world, accountIds, calls)).toEqual([]);
  expect(await verify()).toMatchObject({ ok: true, finding: null });
  // A caller who died with the connection tells it again, through another process's ledger.
  const again = await createMysqlLedger(world.database).post(
    world.programId,
    calls.map((call) => call.command),
  );
  expect(again).toEqual(calls.map((call) => call.answer));
  const [{ entries }] = await world.database.pool.query(
    "SELECT COUNT(*) AS entries FROM entry WHERE program_id = ?",
    [world.programId],
  );
  expect(entries).toBe(TRIALS);
});

/** Posts through a relay that cuts the first COMMIT of each command, one command after the other. */
async function cutEveryCommit(lane: number, trials: number) {
  const random = seededRandom(lane + 1);
  const accountId = await world.addAccount(lane);
  const cuts: { place: (typeof PLACES)[number]; committed: boolean }[] = [];
  let place: (typeof PLACES)[number] | null = null;
  let commits = 0;
  let isAsked = false;
  let isCut = true;
  const cut = (): boolean => {
    isCut = true;
    isAsked = false;
    return false;
  };
  const watch: Watch = ({ direction, bytes }) => {
    const isCommit = direction === "ask" && bytes.includes(";\nCOMMIT");
    if (isCommit) commits += 1;
    if (isCut) return true;
    if (direction === "ask") {
      isAsked = isCommit;
      return isAsked && place === PLACES[0] ? cut() : true;
    }
    if (!isAsked || (place === PLACES[2] && !endsAnswer(bytes))) return true;
    return cut();
  };
  const address = new URL(world.testDatabase.appUrl);
  const tripwire = await startTripwire(
    { name: "mysql", host: address.hostname, port: Number(address.port) },
    watch,
  );
  const database = openDatabase({
    url: throughTripwire(world.testDatabase.appUrl, tripwire.port),
    connections: 1,
  });
  const ledger = createMysqlLedger(database);
  const calls: Call[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    // Gives and takes, so that a command done twice would be answered by another balance.
    const amountMinor = trial % 3 === 2 ? -15 : 10;
    const command: Command = adjust(`cut-${lane}-${trial}`, amountMinor, { accountId });
    place = PLACES[Math.floor(random() * PLACES.length)] ?? null;
    [commits, isCut] = [0, false];
    const [answer] = await ledger.post(world.programId, [command]);
    calls.push({ command, answer: answer ?? { fault: "no answer" } });
    // Had the first COMMIT not arrived, the ledger sent another one.
    if (isCut && place) cuts.push({ place, committed: commits === 1 });
  }
  await database.close();
  await tripwire.close();
  return { accountId, calls, cuts };
}
