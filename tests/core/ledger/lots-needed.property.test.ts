import { commandContent, coversSoonest, decideBatch, lotsNeededBy, remainingIn } from "#core/ledger";
import type { AccountState, Command, DebtPolicy, Lot } from "#core/ledger";
import fc from "fast-check";
import { expect, it } from "vitest";
import { adjust, adopt, earn, emptyLedger, NOW, reverse } from "./commands.ts";
import { runs } from "./property-runs.ts";
import { day, tell } from "./timeline.ts";

const amount = fc.integer({ min: -300, max: 300 });
/** Some lots have expired and were not swept yet, some never do. */
const expiresAt = fc.constantFrom(null, day(-1), day(1), day(2), day(3));
const commandsOf = (part: string, maxLength: number): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      fc
        .record({
          order: fc.nat(6),
          version: fc.integer({ min: 1, max: 4 }),
          target: fc.nat(400),
          expiresAt,
          availableFrom: fc.constantFrom(null, day(5)),
        })
        .map(({ order, version, target, ...dates }) =>
          earn(`${part}-order-${order}`, version, target, dates),
        ),
      fc
        .record({ key: fc.nat(40), minor: amount, expiresAt })
        .map(({ key, minor, ...dates }) => adjust(`${part}-adjust-${key}`, minor, dates)),
      fc.tuple(fc.nat(40), fc.nat(300)).map(([key, minor]) => adopt(`${part}-exigo-${key}`, minor)),
      fc
        .tuple(fc.nat(40), fc.nat(40))
        .map(([key, of]) => reverse(`${part}-undo-${key}`, `before-adjust-${of}`)),
      fc
        .record({ key: fc.nat(5), amountMinor: fc.nat(200) })
        .map(({ key, amountMinor }) => tell("placeHold", `${part}-hold-${key}`, { amountMinor, ttlMs: 1 })),
      fc
        .record({ key: fc.nat(5), of: fc.nat(5), where: fc.constantFrom("before", part) })
        .map(({ key, of, where }) =>
          tell("voidHold", `${part}-void-${key}`, { holdKey: `${where}-hold-${of}` }),
        ),
      fc
        .record({ key: fc.nat(5), of: fc.nat(5), amountMinor: fc.option(fc.nat(100)) })
        .map(({ key, of, amountMinor }) =>
          tell("captureHold", `${part}-capture-${key}`, { holdKey: `before-hold-${of}`, amountMinor }),
        ),
      fc
        .record({ key: fc.nat(9), amountMinor: fc.nat(200) })
        .map(({ key, amountMinor }) =>
          tell("transfer", `${part}-transfer-${key}`, { toAccountId: 2, amountMinor }),
        ),
    ),
    { maxLength },
  );
const policy = fc.constantFrom<DebtPolicy>("block", "floor", "negative");

it("decides the same without the lots that no command of the batch needs, in 5,000 random batches", () => {
  fc.assert(
    fc.property(
      policy,
      commandsOf("before", 15),
      commandsOf("batch", 6),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      (debtPolicy, before, batch, mayTakeAll, atATime) => {
        const { accounts } = decideBatch(emptyLedger({ debtPolicy }), before, commandContent);
        const commands = mayTakeAll ? batch : batch.filter((command) => lotsNeededBy(command) !== "all");
        const decide = (read: (account: AccountState) => AccountState) => {
          const states = new Map([...accounts].map(([id, account]) => [id, read(account)]));
          return decideBatch(emptyLedger({ debtPolicy, accounts: states }), commands, commandContent);
        };
        const whole = decide((account) => account);
        const read = decide((account) => asRead(account, commands, atATime));
        expect(read.results).toEqual(whole.results);
        expect(read.decided).toEqual(whole.decided);
      },
    ),
    runs(5_000),
  );
});

it("stops when a command would take from lots that were left out", () => {
  const state = asRead(
    decideBatch(emptyLedger(), [adjust("give", 100)], commandContent).accounts.get(1),
    [],
    1,
  );
  const spend = () =>
    decideBatch(emptyLedger({ accounts: new Map([[1, state]]) }), [adjust("spend", -60)], commandContent);
  expect(spend).toThrow("its lots hold");
});

it("counts on no lot that has expired to cover what is taken", () => {
  const lot = { entrySeq: 1, line: 0, bucket: "available", amountMinor: 9, availableFrom: day(-9) } as const;
  const lots: Lot[] = [
    { ...lot, remainingMinor: 5, expiresAt: NOW },
    { ...lot, entrySeq: 2, bucket: "pending", remainingMinor: 9, expiresAt: day(1) },
    { ...lot, entrySeq: 3, remainingMinor: 4, expiresAt: day(1) },
  ];
  expect([0, 4, 5].map((minor) => coversSoonest(lots, minor, NOW))).toEqual([true, true, false]);
});

/** The account as it is read for a batch: the lots spent first `atATime`, and all when these do not cover. */
function asRead(
  state: AccountState | undefined,
  commands: readonly Command[],
  atATime: number,
): AccountState {
  if (!state) throw new TypeError("no such account");
  const mine = commands.filter(
    (command) =>
      command.accountId === state.accountId ||
      ("toAccountId" in command && command.toAccountId === state.accountId),
  );
  const needs = mine.map((command) => ({ command, needed: lotsNeededBy(command) }));
  const needsAll = needs.some(
    ({ command, needed }) =>
      needed === "all" || (command.kind === "earn" && state.subjects.has(command.subject)),
  );
  const soonestMinor = needs
    .filter(({ command }) => command.accountId === state.accountId)
    .reduce((sum, { needed }) => sum + (typeof needed === "object" ? needed.soonestMinor : 0), 0);
  const open = state.lots
    .filter((lot) => lot.remainingMinor > 0)
    .sort((a, b) => (a.expiresAt ?? "9").localeCompare(b.expiresAt ?? "9") || a.entrySeq - b.entrySeq);
  const soonest = open.slice(0, soonestMinor > 0 ? atATime : 0);
  if (needsAll || !coversSoonest(soonest, soonestMinor, NOW)) return state;
  const named = state.lots.filter((lot) => isNamed(lot, mine, state));
  const lots = [...new Set([...soonest, ...named])];
  const beyond = (bucket: Lot["bucket"]) => remainingIn(state.lots, bucket) - remainingIn(lots, bucket);
  return { ...state, lots, unreadMinor: { available: beyond("available"), pending: beyond("pending") } };
}

/** Holds bring the lots that they took from. */
function isNamed(lot: Lot, commands: readonly Command[], state: AccountState): boolean {
  return commands.some((command) => {
    const taken = "holdKey" in command ? (state.holds.get(command.holdKey)?.taken ?? []) : [];
    return taken.some((movement) => movement.lot.entrySeq === lot.entrySeq && movement.lot.line === lot.line);
  });
}
