import { commandContent, decideBatch } from "#core/ledger";
import type { BatchState, Command, DebtPolicy } from "#core/ledger";
import fc from "fast-check";
import { expect, it } from "vitest";
import { adjust, adopt, earn, emptyLedger, reverse } from "./commands.ts";
import { runs } from "./property-runs.ts";

const amount = fc.integer({ min: -300, max: 300 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), fc.nat(400))
    .map(([order, version, target]) => earn(`order-${order}`, version, target)),
  fc.tuple(fc.nat(40), amount).map(([key, minor]) => adjust(`adjust-${key}`, minor)),
  fc.tuple(fc.nat(40), amount).map(([key, minor]) => adopt(`exigo-${key}`, minor)),
  fc.tuple(fc.nat(40), fc.nat(40)).map(([key, of]) => reverse(`undo-${key}`, `adjust-${of}`)),
);

const policy = fc.constantFrom<DebtPolicy>("block", "floor", "negative");

const startOf = (debtPolicy: DebtPolicy): BatchState => emptyLedger({ debtPolicy });

it("keeps sums, lots and answers right after every command of 10,000 random sequences", () => {
  fc.assert(
    fc.property(policy, fc.array(command, { maxLength: 25 }), (debtPolicy, commands) => {
      const { decided, results, accounts } = decideBatch(startOf(debtPolicy), commands, commandContent);
      expect(results).toHaveLength(commands.length);
      let balance = 0;
      for (const { entries, result } of decided) {
        const [entry] = entries;
        if (!entry) continue;
        expect(entry.postings.reduce((sum, posting) => sum + posting.amountMinor, 0)).toBe(0);
        balance += entry.postings[0]?.amountMinor ?? 0;
        expect(entry.postings[0]?.balanceAfterMinor).toBe(balance);
        expect(result).toMatchObject({ ok: true, outcome: "posted", entrySeq: entry.seq });
      }
      const account = accounts.get(1);
      expect(account?.availableMinor).toBe(balance);
      const inLots = account?.lots.reduce((sum, lot) => sum + lot.remainingMinor, 0);
      expect(inLots).toBe(Math.max(balance, 0));
    }),
    runs(10_000),
  );
}, 60_000);

it("answers the same when every command is told twice", () => {
  fc.assert(
    fc.property(policy, fc.array(command, { maxLength: 15 }), (debtPolicy, commands) => {
      const once = decideBatch(startOf(debtPolicy), commands, commandContent);
      const twice = decideBatch(startOf(debtPolicy), [...commands, ...commands], commandContent);
      expect(twice.accounts.get(1)?.availableMinor).toBe(once.accounts.get(1)?.availableMinor);
      expect(twice.results.slice(commands.length)).toEqual(once.results);
    }),
    runs(2_000),
  );
}, 60_000);

it("refuses a used key with other content and changes nothing", () => {
  const { results, accounts } = decideBatch(
    startOf("block"),
    [adjust("a", 10), adjust("a", 20)],
    commandContent,
  );
  expect(results[1]).toEqual({ ok: false, refusal: { code: "key_used_with_other_content", key: "a" } });
  expect(accounts.get(1)?.availableMinor).toBe(10);
});

it("keeps a refused key refused", () => {
  const { results } = decideBatch(
    startOf("block"),
    [adjust("spend", -10), adjust("a", 50), adjust("spend", -10)],
    commandContent,
  );
  expect(results[2]).toEqual(results[0]);
});
