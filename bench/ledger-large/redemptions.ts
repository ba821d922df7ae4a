import type { AdjustCommand } from "#core/ledger";
import type { LedgerAlone } from "../../app/wiring/ledger-alone.server.ts";
import type { Bench } from "../harness/benchmark.ts";
import { measureOneByOne } from "../harness/callers.ts";
import type { Run } from "../harness/callers.ts";
import { summarizeLatency } from "../harness/figure.ts";
import type { Figure } from "../harness/figure.ts";
import type { LedgerWorld } from "../ledger/ledger-world.ts";
import { OPEN_LOTS } from "./fill.ts";
import { writeRawRedemption } from "./raw-redemption.ts";

const REDEEM_AT_MOST_MS = 10;
/** Credits that remain in each lot. */
const OF_LOT = 100;
/**
 * Measured in a round: of fewer than two hundred, p99 would be one of the two slowest. An account whose lots are empty
 * is of no more use, so many of them take many accounts.
 */
const TIMES = { first: 300, all: 200, half: 200, row: 25, next: 25 };
const ACCOUNTS_OF_ROUND = TIMES.all + TIMES.half + TIMES.row;

/** Accounts with {@link OPEN_LOTS} lots that so many rounds use up. */
export function redeemingAccounts(rounds: number): number {
  return rounds * ACCOUNTS_OF_ROUND + 2;
}

const NAMES = {
  rawFirst: "raw: the rows of a redemption from one lot, committed",
  first: "redeem from the first of 1,000 lots",
  half: "redeem from 500 of 1,000 lots",
  rawAll: "raw: the rows of a redemption from all lots, committed",
  all: "redeem from all of 1,000 lots",
  rawRows: "raw: the same with each of 1,000 lots changed by itself",
  next: "the next command, while the lots are not yet written",
  writeOut: "in the background: write a run on its 1,000 lots",
};

/** PERF-13: redemptions, each kind beside what the database needs by itself to commit the same rows. */
export function createRedemptions(
  bench: Bench,
  { own, owner, world }: { own: LedgerAlone; owner: LedgerAlone; world: LedgerWorld },
) {
  const { programId, firstAccountId: ofOne } = world;
  const runs = new Map<string, Run[]>(Object.values(NAMES).map((name) => [name, []]));
  // Rows written past the ledger leave an account that its own checks would refuse.
  const ofRaw = ofOne + 1;
  let account = ofRaw;
  const nextAccount = (): number => (account += 1);
  const redeem = (accountId: number, lots: number) => () =>
    own.ledger.post(programId, [redeeming(accountId, lots)]);
  const raw = (lots: number, how: "run" | "rows") => () => {
    return writeRawRedemption(owner.pool, programId, {
      accountId: how === "run" ? ofRaw : nextAccount(),
      lots,
      how,
    });
  };
  const measure = recordInto(runs, bench);
  /** By round: the accounts that were redeemed from all lots. */
  const emptied: number[][] = [];
  return {
    async measure(round: number): Promise<void> {
      await measure(round, NAMES.rawFirst, TIMES.first, raw(1, "run"));
      await measure(round, NAMES.first, TIMES.first, redeem(ofOne, 1 / OF_LOT));
      await measure(round, NAMES.half, TIMES.half, () => redeem(nextAccount(), OPEN_LOTS / 2 - 0.5)());
      await measure(round, NAMES.rawAll, TIMES.all, raw(OPEN_LOTS, "run"));
      emptied.push(Array.from({ length: TIMES.all }, (_, index) => account + 1 + index));
      await measure(round, NAMES.all, TIMES.all, () => redeem(nextAccount(), OPEN_LOTS)());
    },
    /**
     * What changes each lot by itself, after all redemptions: a round of it leaves the server with twenty-five thousand
     * pages to write, which takes it a minute.
     */
    async measureEachLot(round: number): Promise<void> {
      await measure(round, NAMES.rawRows, TIMES.row, raw(OPEN_LOTS, "rows"));
      const accounts = emptied[round] ?? [];
      await measure(round, NAMES.next, TIMES.next, (index) => redeem(accounts[index] ?? 0, -1)());
      const unwritten = await own.spentRuns.findUnwritten(TIMES.all);
      await measure(round, NAMES.writeOut, unwritten.length, async (index) => {
        const run = unwritten[index];
        if (run) await own.spentRuns.writeOut(run);
      });
    },
    figures(): Figure[] {
      const figure = (name: string, atMostMs: number | null, rawName?: string): Figure =>
        summarizeLatency(
          {
            goal: "PERF-13",
            what: name,
            runs: runs.get(name) ?? [],
            ...(rawName === undefined ? {} : { rawRuns: runs.get(rawName) ?? [] }),
          },
          atMostMs,
        );
      return [
        figure(NAMES.rawFirst, null),
        figure(NAMES.first, REDEEM_AT_MOST_MS, NAMES.rawFirst),
        figure(NAMES.half, REDEEM_AT_MOST_MS, NAMES.rawAll),
        figure(NAMES.rawAll, null),
        figure(NAMES.all, REDEEM_AT_MOST_MS, NAMES.rawAll),
        figure(NAMES.rawRows, null),
        figure(NAMES.next, null),
        figure(NAMES.writeOut, null),
      ];
    },
  };
}

/** Measures one after the other, says what came of it, and keeps it. */
function recordInto(runs: ReadonlyMap<string, Run[]>, bench: Bench) {
  return async (round: number, name: string, times: number, call: (index: number) => Promise<unknown>) => {
    const run = await measureOneByOne(times, call);
    bench.say(`round ${round}: ${name}: p50 ${run.p50Ms.toFixed(1)} ms, p99 ${run.p99Ms.toFixed(1)} ms`);
    // Caches are warm in a running shop: the first round is not counted.
    if (round > 0) runs.get(name)?.push(run);
  };
}

let redemptions = 0;

/** Takes what so many lots hold, soonest expiry first; below zero it adds credits. */
function redeeming(accountId: number, lots: number): AdjustCommand {
  redemptions += 1;
  return {
    kind: "adjust",
    key: `redemption/${redemptions}`,
    accountId,
    amountMinor: -lots * OF_LOT,
    expiresAt: null,
    effectiveAt: "2026-11-20T12:00:00.000Z",
    cause: { kind: "staff", ref: "bench" },
    reasonCode: "redemption",
  };
}
