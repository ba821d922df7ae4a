import { beforeEach, expect, test } from "vitest";

import type { Finding } from "#core/proof";
import type { AccountHistory, CheckpointCopy, Verification } from "#usecases/ports/ledger-proof";
import type { ProofRun, ProofTrouble } from "#usecases/ports/proof-runs";
import { proveDueLedgers } from "#usecases/prove-due-ledgers";
import type { ProveDueLedgersPorts } from "#usecases/prove-due-ledgers";

const AT = "2026-11-21T02:00:00.000Z";
const FINDING: Finding = { code: "content_changed", accountId: 4, seq: 2, detail: "amount" };

let findings: Map<number, Finding>;
let broken: Set<number>;
let ended: string[];
let saved: Verification[];
let taken: number[];
let told: string[];
let exported: string[];
let stop: AbortController;
let onAccount: () => void;

beforeEach(() => {
  findings = new Map();
  broken = new Set();
  ended = [];
  saved = [];
  taken = [];
  told = [];
  exported = [];
  stop = new AbortController();
  onAccount = () => undefined;
});

/** One account without entries per program; what is due is due until it ends. */
function ports(due: ProofRun[], changes: Partial<ProveDueLedgersPorts> = {}): ProveDueLedgersPorts {
  const emptyAccount = (): AccountHistory => ({
    start: { accountId: 4, account: null, holds: [], spentRun: null, matured: new Set() },
    windows: [{ entries: [], postings: [], movements: [], lots: [], keys: [] }],
  });
  async function* noHeads(): CheckpointCopy["heads"] {}
  const lost = new AbortController().signal;
  return {
    history: {
      listPrograms: () => Promise.resolve([]),
      measure: () => Promise.resolve({ accounts: 1, entries: 9 }),
      async *readAccounts(programId) {
        await Promise.resolve();
        if (broken.has(programId)) throw new Error("the database is gone");
        onAccount();
        // why: an account without its row is a finding; a program without accounts holds
        if (findings.has(programId) || stop.signal.aborted) yield emptyAccount();
      },
      findBetweenAccounts: (programId) => Promise.resolve(findings.get(programId) ?? null),
    },
    checkpoints: {
      take(programId, fold) {
        taken.push(programId);
        const size = { takenAt: AT, accounts: 0, entries: 0 };
        return Promise.resolve({ programId, number: taken.length, root: fold.root(), ...size });
      },
      findNewest(programId) {
        if (!taken.includes(programId)) return Promise.resolve(null);
        const size = { takenAt: AT, accounts: 0, entries: 0, root: "00" };
        return Promise.resolve({ checkpoint: { programId, number: 1, ...size }, heads: noHeads() });
      },
    },
    verifications: {
      now: () => Promise.resolve(AT),
      save: (verification) => Promise.resolve(void saved.push(verification)),
    },
    proofRuns: {
      findDue: () => Promise.resolve(due.map(({ programId }) => programId)),
      claim: (programId) => Promise.resolve(due.find((run) => run.programId === programId) ?? null),
      hold: (_, work) => work({ lost, note: () => undefined }),
      finish({ programId }, trouble) {
        ended.push(`${programId} finished${trouble ? ` with ${trouble}` : ""}`);
        return Promise.resolve(true);
      },
      putOff({ programId }, { afterSeconds }) {
        ended.push(`${programId} put off by ${afterSeconds} s`);
        return Promise.resolve();
      },
    },
    hash: () => "00",
    exportCheckpoint: ({ checkpoint }) => Promise.resolve(void exported.push(`${checkpoint.programId}`)),
    onFinding: (programId, { code }) => told.push(`${programId} ${code}`),
    onFailure: (programId: number, trouble: ProofTrouble) => told.push(`${programId} ${trouble}`),
    ...changes,
  };
}

const run = (programId: number, attempt = 1): ProofRun => ({ programId, claim: 1, attempt });
const prove = (all: ProveDueLedgersPorts) => proveDueLedgers(all, { signal: stop.signal });

test("verifies every program that is due, keeps the result, takes a checkpoint and exports it", async () => {
  expect(await prove(ports([run(1), run(2)]))).toBe(2);

  expect(saved).toMatchObject([
    { programId: 1, ok: true },
    { programId: 2, ok: true },
  ]);
  expect(taken).toEqual([1, 2]);
  expect(exported).toEqual(["1", "2"]);
  expect(ended).toEqual(["1 finished", "2 finished"]);
  expect(told).toEqual([]);
});

test("tells of a finding and keeps the checkpoint that it is known by", async () => {
  findings.set(1, FINDING);

  await prove(ports([run(1), run(2)]));

  expect(saved).toMatchObject([{ ok: false, finding: { accountId: 4 } }, { ok: true }]);
  expect(told).toEqual(["1 account_missing"]);
  expect(taken).toEqual([2]);
  expect(ended).toEqual(["1 finished", "2 finished"]);
});

test("goes on with the next program when one fails, and tries that one later and later", async () => {
  broken = new Set([1, 2, 3]);

  expect(await prove(ports([run(1, 1), run(2, 3), run(3, 50), run(4)]))).toBe(1);

  expect(ended).toEqual(["1 put off by 60 s", "2 put off by 240 s", "3 put off by 3600 s", "4 finished"]);
  expect(told).toEqual(["1 proof_failed", "2 proof_failed", "3 proof_failed"]);
});

test("leaves to another process what it cannot finish before it ends", async () => {
  onAccount = () => stop.abort();

  expect(await prove(ports([run(1), run(2)]))).toBe(0);

  expect(ended).toEqual(["1 put off by 0 s"]);
  expect(saved).toEqual([]);
  expect(told).toEqual([]);
});

test("stops when another process has taken the proof over", async () => {
  findings.set(1, FINDING);
  const all = ports([run(1)]);
  const lost = new AbortController();
  lost.abort();

  await prove({
    ...all,
    proofRuns: { ...all.proofRuns, hold: (_, work) => work({ lost: lost.signal, note: () => undefined }) },
  });

  expect(saved).toEqual([]);
  expect(taken).toEqual([]);
});

test("finishes with trouble when the checkpoint cannot be copied away", async () => {
  const exportCheckpoint = () => Promise.reject(new Error("no space left"));

  expect(await prove(ports([run(1)], { exportCheckpoint }))).toBe(1);

  expect(ended).toEqual(["1 finished with checkpoint_not_exported"]);
  expect(told).toEqual(["1 checkpoint_not_exported"]);
});

test("exports nothing where no place is configured", async () => {
  await prove(ports([run(1)], { exportCheckpoint: null }));

  expect(taken).toEqual([1]);
  expect(exported).toEqual([]);
  expect(ended).toEqual(["1 finished"]);
});
