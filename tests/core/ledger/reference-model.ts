import type { Command, PostResult, Purpose } from "#core/ledger";
import { isDeepStrictEqual } from "node:util";
import * as lots from "./reference-account.ts";
import type { ModelAccount, Part } from "./reference-account.ts";
import { no, ReferenceBooks } from "./reference-books.ts";
import type { Done } from "./reference-books.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/** What can be reversed, with the program's account that it stands against. */
const REVERSIBLE: Partial<Record<Done["kind"], Purpose>> = {
  adjust: "adjusted",
  captureHold: "redeemed",
  open: "opening",
  adoptExigoMovement: "exigo",
  expireLots: "expired",
  writeOffDebt: "debtWrittenOff",
};

/**
 * The ledger's commands a second time, as slow and as plain as they are documented: one method per command, to
 * be checked against the ledger's design by eye. Shares nothing with the core but the types, so that what both
 * agree on is not the same mistake.
 */
export class ReferenceModel extends ReferenceBooks {
  private readonly keys = new Map<string, { content: object; answer: PostResult }>();

  /** A key answers once; a command that came too early, or to an unknown account, leaves its key free. */
  post(command: Command, now: string): PostResult {
    this.now = now;
    const known = this.keys.get(command.key);
    const content = { ...command, trace: null, note: null };
    if (known) {
      const same = isDeepStrictEqual(known.content, content);
      return same ? known.answer : no({ code: "key_used_with_other_content", key: command.key });
    }
    const answer = this.decide(command);
    const retryable = !answer.ok && ["account_unknown", "not_due"].includes(answer.refusal.code);
    if (!retryable) this.keys.set(command.key, { content, answer });
    return answer;
  }

  private decide(command: Command): PostResult {
    const account = this.accounts.get(command.accountId);
    if (!account) return no({ code: "account_unknown", accountId: command.accountId });
    switch (command.kind) {
      case "earn":
        return this.earn(account, command);
      case "mature":
        return this.mature(account, command);
      case "adjust":
        return this.adjust(account, command);
      case "open":
        return this.open(account, command);
      case "adoptExigoMovement":
        return this.adopt(account, command);
      case "writeOffDebt":
        return this.writeOffDebt(account, command);
      case "placeHold":
        return this.placeHold(account, command);
      case "captureHold":
        return this.endHold(account, command, "captured");
      case "voidHold":
        return this.endHold(account, command, "voided");
      case "expireHold":
        return this.endHold(account, command, "expired");
      case "expireLots":
        return this.expireLots(account, command);
      case "reverse":
        return this.reverse(account, command);
      default: {
        const other = this.accounts.get(command.toAccountId);
        if (command.toAccountId === command.accountId)
          return no({ code: "same_account", accountId: command.accountId });
        if (!other) return no({ code: "account_unknown", accountId: command.toAccountId });
        if (command.kind === "transfer") return this.transfer(account, other, command);
        if (command.kind === "mergeAccounts") return this.merge(account, other, command);
        return this.giveTransferBack(account, other, command);
      }
    }
  }

  private earn(account: ModelAccount, command: Of<"earn">): PostResult {
    if (command.targetMinor < 0)
      return no({ code: "amount_is_negative", requestedMinor: command.targetMinor });
    const subject = account.subjects.get(command.subject) ?? { earned: 0, version: 0, seqs: [] };
    if (command.subjectVersion < subject.version) return this.nothing(account, "superseded");
    account.subjects.set(command.subject, subject);
    const difference = command.targetMinor - subject.earned;
    subject.version = command.subjectVersion;
    subject.earned = command.targetMinor;
    if (difference === 0) return this.nothing(account, "unchanged");
    const own = account.lots.filter((lot) => subject.seqs.includes(lot.entrySeq));
    return this.entry(account, command, "issued", (seq) => {
      if (difference < 0) return { shortfall: this.takeBack(account, own, -difference).shortfall };
      subject.seqs.push(seq);
      return {
        made: [this.add(account, difference, command.availableFrom, command.expiresAt)],
      };
    });
  }

  private mature(account: ModelAccount, command: Of<"mature">): PostResult {
    const lot = account.lots.find(
      (each) => each.entrySeq === command.lot.entrySeq && each.line === command.lot.line,
    );
    if (!lot) return no({ code: "lot_unknown", lot: command.lot });
    if (!lot.pending || lot.left === 0) return this.nothing(account, "unchanged");
    if (lot.from > this.now) return no({ code: "not_due", dueAt: lot.from });
    return this.entry(account, command, null, () => {
      lot.pending = false;
      lots.repayFrom(account, lot);
      return {};
    });
  }

  private adjust(account: ModelAccount, command: Of<"adjust">): PostResult {
    if (command.amountMinor === 0) return no({ code: "amount_is_zero" });
    const refusal = command.amountMinor < 0 && this.cannotSpend(account, -command.amountMinor);
    if (refusal) return refusal;
    return this.entry(account, command, "adjusted", () => {
      if (command.amountMinor < 0)
        return { taken: lots.drain(lots.spendableLots(account, this.now), -command.amountMinor) };
      return {
        made: [this.add(account, command.amountMinor, null, command.expiresAt)],
      };
    });
  }

  private open(account: ModelAccount, command: Of<"open">): PostResult {
    const { amountMinor: minor, availableFrom: from, expiresAt: until } = command;
    const refusal = this.notPositive(minor);
    if (refusal) return refusal;
    return this.entry(account, command, "opening", () => ({
      made: [this.add(account, minor, from, until)],
    }));
  }

  private adopt(account: ModelAccount, command: Of<"adoptExigoMovement">): PostResult {
    const minor = command.amountMinor;
    if (minor === 0) return no({ code: "amount_is_zero" });
    return this.entry(account, command, "exigo", () => {
      if (minor > 0) return { made: [this.add(account, minor, null, null)] };
      return { taken: lots.takeOrOwe(account, -minor) };
    });
  }

  private writeOffDebt(account: ModelAccount, command: Of<"writeOffDebt">): PostResult {
    const minor = command.amountMinor ?? account.debt;
    if (account.debt === 0) return no({ code: "no_debt", availableMinor: lots.availableOf(account) });
    if (account.debt < minor) {
      return no({ code: "more_than_owed", owedMinor: account.debt, requestedMinor: minor });
    }
    const refusal = this.notPositive(minor);
    if (refusal) return refusal;
    return this.entry(account, command, "debtWrittenOff", () => {
      account.debt -= minor;
      return {};
    });
  }

  private placeHold(account: ModelAccount, command: Of<"placeHold">): PostResult {
    const refusal = this.notPositive(command.amountMinor) ?? this.cannotSpend(account, command.amountMinor);
    if (refusal) return refusal;
    return this.entry(account, command, null, () => {
      const until = new Date(Date.parse(this.now) + command.ttlMs).toISOString();
      const parts = lots.drain(lots.spendableLots(account, this.now), command.amountMinor);
      account.holds.set(command.key, { parts, until, state: "open" });
      return {};
    });
  }

  private endHold(
    account: ModelAccount,
    command: Of<"captureHold"> | Of<"voidHold"> | Of<"expireHold">,
    state: "captured" | "voided" | "expired",
  ): PostResult {
    const hold = account.holds.get(command.holdKey);
    if (!hold) return no({ code: "hold_unknown", holdKey: command.holdKey });
    if (hold.state !== "open") return no({ code: "hold_ended", holdKey: command.holdKey, as: hold.state });
    if (command.kind === "expireHold" && hold.until > this.now)
      return no({ code: "not_due", dueAt: hold.until });
    const held = lots.minorOf(hold.parts);
    const spent = command.kind === "captureHold" ? (command.amountMinor ?? held) : 0;
    const refusal = command.kind === "captureHold" ? this.notPositive(spent) : null;
    if (refusal) return refusal;
    if (spent > held) return no({ code: "more_than_held", heldMinor: held, requestedMinor: spent });
    return this.entry(account, command, "redeemed", () => {
      const [taken, rest] = lots.split(hold.parts, spent);
      hold.state = state;
      this.giveBack(account, rest);
      return { taken };
    });
  }

  private expireLots(account: ModelAccount, command: Of<"expireLots">): PostResult {
    if (command.dueAt > this.now) return no({ code: "not_due", dueAt: command.dueAt });
    const due = account.lots.filter(
      (lot) => !lot.pending && lot.until !== null && lot.until <= command.dueAt && lot.left > 0,
    );
    if (due.length === 0) return this.nothing(account, "unchanged");
    return this.entry(account, command, "expired", () => ({
      taken: lots.drain(lots.soonestFirst(due), Infinity),
    }));
  }

  private reverse(account: ModelAccount, command: Of<"reverse">): PostResult {
    const done = this.done.get(command.reversesKey);
    if (!done) return no({ code: "entry_unknown", key: command.reversesKey });
    if (done.account !== account) return no({ code: "entry_of_other_account", key: command.reversesKey });
    if (done.subject !== null) return no({ code: "entry_has_subject", subject: done.subject });
    const purpose = REVERSIBLE[done.kind];
    if (!purpose) return no({ code: "entry_not_reversible", kind: done.kind });
    const left = Math.abs(done.minor) - done.reversed;
    if (left === 0) return no({ code: "already_reversed" });
    const minor = command.amountMinor ?? left;
    const refusal = this.notPositive(minor);
    if (refusal) return refusal;
    if (minor > left)
      return no({ code: "more_than_left_to_reverse", leftMinor: left, requestedMinor: minor });
    const before = done.reversed;
    done.reversed += minor;
    return this.entry(account, command, purpose, () => {
      if (done.minor > 0) return { shortfall: this.takeBack(account, done.made, minor).shortfall };
      this.giveBack(account, lots.split(lots.split(done.taken, before)[1], minor)[0]);
      return {};
    });
  }

  private transfer(account: ModelAccount, other: ModelAccount, command: Of<"transfer">): PostResult {
    const refusal = this.notPositive(command.amountMinor) ?? this.cannotSpend(account, command.amountMinor);
    if (refusal) return refusal;
    return this.move(account, other, command, () =>
      lots.drain(lots.spendableLots(account, this.now), command.amountMinor),
    );
  }

  private merge(account: ModelAccount, other: ModelAccount, command: Of<"mergeAccounts">): PostResult {
    const heldMinor = lots.heldOf(account);
    if (heldMinor > 0) return no({ code: "account_has_open_holds", accountId: account.id, heldMinor });
    if (account.debt === 0 && account.lots.every((lot) => lot.left === 0))
      return this.nothing(account, "unchanged");
    return this.move(account, other, command, () => lots.drain(lots.soonestFirst(account.lots), Infinity));
  }

  private giveTransferBack(
    account: ModelAccount,
    other: ModelAccount,
    command: Of<"returnTransfer">,
  ): PostResult {
    const done = this.done.get(command.reversesKey);
    if (!done) return no({ code: "entry_unknown", key: command.reversesKey });
    if (done.kind !== "transferOut") return no({ code: "entry_not_reversible", kind: done.kind });
    if (done.account !== account || done.other !== other)
      return no({ code: "entry_of_other_account", key: command.reversesKey });
    if (done.reversed > 0) return no({ code: "already_reversed" });
    const [moved, settled] = [lots.minorOf(done.taken), lots.minorOf(done.settled)];
    const givable = [...done.made.filter((lot) => lot.pending), ...lots.availableLots(other)];
    const willOwe = other.debt + Math.max(moved - lots.leftIn(givable), 0) - settled;
    if (this.policy !== "negative" && willOwe > other.debt + done.repaid)
      return no({
        code: "not_enough_credits",
        availableMinor: lots.availableOf(other),
        requestedMinor: moved - settled,
      });
    done.reversed = 1;
    return this.entry(account, command, "transferred", () => {
      lots.takeOrOwe(account, settled);
      this.giveBack(account, done.taken, { evenExpired: true });
      const pendingLeft = lots.leftIn(done.made.filter((lot) => lot.pending));
      if (pendingLeft === 0 && moved === settled) return {};
      this.undoReceipt(other, done);
      return { other };
    });
  }

  /** Gives up what was received; debt that came along cancels what has left its own lots since. */
  private undoReceipt(account: ModelAccount, { taken, made, settled }: Done) {
    const [fromLots, owed] = [settled.filter((part) => part.lot), settled.filter((part) => !part.lot)];
    const gone = lots.minorOf(taken) - lots.leftIn(made);
    const [cancelled, rest] = lots.split(owed, Math.max(gone, 0));
    const minor = lots.minorOf(taken) - lots.minorOf(cancelled);
    account.debt += this.takeBack(account, made, minor, "block").shortfall;
    this.giveBack(account, [...fromLots, ...rest], { evenExpired: true });
  }

  /** Moves lots with their dates, and what the source owes when it is merged. */
  private move(account: ModelAccount, other: ModelAccount, command: Command, take: () => Part[]): PostResult {
    return this.entry(account, command, "transferred", () => {
      const owed = account.debt;
      account.debt = 0;
      const taken = take();
      const settled = lots.takeOrOwe(other, owed);
      const owing = other.debt;
      const made = taken.flatMap(({ lot, minor }) =>
        lot ? [lots.addLot(other, { ...lot, left: minor })] : [],
      );
      return { taken, made, settled, repaid: owing - other.debt, other };
    });
  }
}
