import { commandContent, decideBatch, PURPOSE_OF } from "#core/ledger";
import type { Command, DebtPolicy, PostResult, Refusal } from "#core/ledger";
import fc from "fast-check";
import assert from "node:assert/strict";
import { expect, it } from "vitest";
import { steps } from "./command-steps.ts";
import type { Step } from "./command-steps.ts";
import { ACCOUNT_IDS, CommandTeller } from "./command-teller.ts";
import { emptyAccount } from "./commands.ts";
import { runs } from "./property-runs.ts";
import { ReferenceModel } from "./reference-model.ts";
import {
  assertLedgerHolds,
  assertNoExpiredLotSpent,
  assertSameAs,
  balancesOf,
  foldOf,
  rowsOf,
} from "./stored-ledger-checks.ts";
import { StoredLedger } from "./stored-ledger.ts";

const policies = fc.record({
  debtPolicy: fc.constantFrom<DebtPolicy>("block", "floor", "negative"),
  expiredLotGraceDays: fc.constantFrom(null, 0, 3),
});

const ALL_REFUSALS: Record<Refusal["code"], true> = {
  account_has_open_holds: true,
  account_unknown: true,
  already_reversed: true,
  amount_is_negative: true,
  amount_is_zero: true,
  entry_has_subject: true,
  entry_not_reversible: true,
  entry_of_other_account: true,
  entry_unknown: true,
  hold_ended: true,
  hold_unknown: true,
  key_used_with_other_content: true,
  lot_unknown: true,
  more_than_held: true,
  more_than_left_to_reverse: true,
  more_than_owed: true,
  no_debt: true,
  not_due: true,
  not_enough_credits: true,
  same_account: true,
};

type Policies = typeof policies extends fc.Arbitrary<infer T> ? T : never;

/** Posts a sequence to the core and to the model and compares both after every command. */
function compareWithModel(choices: Policies, sequence: readonly Step[]) {
  const model = new ReferenceModel(ACCOUNT_IDS, choices.debtPolicy, choices.expiredLotGraceDays);
  const ledger = new StoredLedger(ACCOUNT_IDS, choices);
  const teller = new CommandTeller(model);
  const commands: Command[] = [];
  const answers: PostResult[] = [];
  const moments = [{ entryCount: 0, balances: balancesOf(ledger) }];
  try {
    for (const step of sequence) {
      const command = teller.next(step);
      commands.push(command);
      const before = rowsOf(ledger);
      const wasTold = ledger.keys.has(command.key);
      const entryCount = ledger.entries.length;
      const answer = ledger.post(command, teller.now);
      const newEntries = ledger.entries.slice(entryCount);
      const isPosted = answer.ok && answer.outcome === "posted" && !wasTold;
      assert.equal(newEntries.length > 0, isPosted, "what is posted for the first time makes entries");
      if (isPosted) {
        assertLedgerHolds(ledger, newEntries);
        assertNoExpiredLotSpent(ledger, newEntries, command);
      } else assert.ok(isSame(rowsOf(ledger), before), "without an entry nothing changes");
      assertSameAs(model, ledger, answer, model.post(command, teller.now));
      answers.push(answer);
      moments.push({ entryCount: ledger.entries.length, balances: balancesOf(ledger) });
    }
  } catch (cause) {
    throw new Error(`after ${JSON.stringify(commands, null, 1)}`, { cause });
  }
  return { ledger, commands, answers, moments };
}

const isSame = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((each, index) => each === b[index]);

it("answers and keeps balances as the reference model does, in 10,000 random sequences", () => {
  const kinds = new Set<string>();
  const refusals = new Set<string>();
  fc.assert(
    fc.property(policies, steps, fc.nat(), (choices, sequence, at) => {
      const { ledger, answers, moments } = compareWithModel(choices, sequence);
      for (const entry of ledger.entries) kinds.add(entry.kind);
      for (const answer of answers) if (!answer.ok) refusals.add(answer.refusal.code);
      const moment = moments[at % moments.length];
      const asOf = Object.entries(foldOf(ledger.entries, moment?.entryCount));
      assert.deepEqual(Object.fromEntries(asOf.filter(([name]) => name.includes("/"))), moment?.balances);
    }),
    runs(10_000),
  );
  // The sequences are worth their time only when they reach everything that can happen.
  expect([...kinds].sort()).toEqual(
    Object.keys(PURPOSE_OF)

      .sort(),
  );
  expect([...refusals].sort()).toEqual(Object.keys(ALL_REFUSALS).sort());
}, 180_000);

it("decides a whole sequence in one batch as it decides the commands one by one", () => {
  const atOnce = steps.map((sequence) => sequence.map((step) => ({ ...step, days: 0 })));
  fc.assert(
    fc.property(policies, atOnce, (choices, sequence) => {
      const { ledger, commands, answers } = compareWithModel(choices, sequence);
      const accounts = new Map(ACCOUNT_IDS.map((id) => [id, emptyAccount(id)]));
      const start = {
        ...choices,
        now: new CommandTeller(new ReferenceModel([], "block", null)).now,
        accounts,
      };
      const batch = decideBatch(
        { ...start, keys: new Map(), reversible: new Map() },
        commands,
        commandContent,
      );
      assert.deepEqual(batch.results, answers);
      assert.deepEqual(
        batch.decided.flatMap((each) => each.entries),
        ledger.entries,
      );
    }),
    runs(1_000),
  );
}, 60_000);
