import { decideBatch, lotsNeededBy } from "#core/ledger";
import type { AccountState, Command, DebtPolicy } from "#core/ledger";
import fc from "fast-check";
import { expect, it } from "vitest";
import { adjust, adopt, earn, emptyLedger, reverse } from "./commands.ts";
import { runs } from "./property-runs.ts";

const amount = fc.integer({ min: -300, max: 300 });
const commandsOf = (part: string, maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      fc
        .record({ order: fc.nat(6), version: fc.integer({ min: 1, max: 4 }), target: fc.nat(400) })
        .map(({ order, version, target }) => earn(`${part}-order-${order}`, version, target)),
      fc.tuple(fc.nat(40), amount).map(([key, minor]) => adjust(`${part}-adjust-${key}`, minor)),
      fc.tuple(fc.nat(40), fc.nat(300)).map(([key, minor]) => adopt(`${part}-exigo-${key}`, minor)),
      fc
        .tuple(fc.nat(40), fc.nat(40))
        .map(([key, of]) => reverse(`${part}-undo-${key}`, `before-adjust-${of}`)),
    ),
    { maxLength },
  );
const policy = fc.constantFrom<DebtPolicy>("block", "floor", "negative");
const digest = (content: string) => content;

it("decides the same without the lots that no command of the batch needs, in 5,000 random batches", () => {
  fc.assert(
    fc.property(
      policy,
      commandsOf("before", 15),
      commandsOf("batch", 6),
      fc.boolean(),
      (debtPolicy, before, batch, mayTake) => {
        const { accounts } = decideBatch(emptyLedger({ debtPolicy }), before, digest);
        const state = accounts.get(1);
        if (!state) return;
        const commands = mayTake ? batch : batch.filter((command) => lotsNeededBy(command) !== "all");
        const decide = (account: AccountState) =>
          decideBatch(emptyLedger({ debtPolicy, accounts: new Map([[1, account]]) }), commands, digest);
        const whole = decide(state);
        const read = decide(asRead(state, commands));
        expect(read.results).toEqual(whole.results);
        expect(read.decided).toEqual(whole.decided);
      },
    ),
    runs(5_000),
  );
});

it("stops when a command would take from lots that were left out", () => {
  const state = asRead(decideBatch(emptyLedger(), [adjust("give", 100)], digest).accounts.get(1), []);
  const spend = () =>
    decideBatch(emptyLedger({ accounts: new Map([[1, state]]) }), [adjust("spend", -60)], digest);
  expect(spend).toThrow("its lots hold");
});

/** The account as it is read for a batch. */
function asRead(state: AccountState | undefined, commands: readonly Command[]): AccountState {
  if (!state) throw new TypeError("no such account");
  const needed = commands.some((command) => {
    const lots = lotsNeededBy(command);
    return lots === "all" || (command.kind === "earn" && state.subjects.has(command.subject));
  });
  if (needed) return state;
  const unreadMinor = { available: Math.max(state.availableMinor, 0), pending: state.pendingMinor };
  return { ...state, lots: [], unreadMinor };
}
