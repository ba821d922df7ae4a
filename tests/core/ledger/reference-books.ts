import type { Command, DebtPolicy, EntryKind, PostResult, Purpose, Refusal } from "#core/ledger";
import { isDeepStrictEqual } from "node:util";
import * as lots from "./reference-account.ts";
import type { ModelAccount, ModelLot, Part } from "./reference-account.ts";

/** What an entry did, as far as it can be undone. */
export interface Done {
  account: ModelAccount;
  kind: EntryKind;
  /** Change of the member's credits, before any of them expired at once. */
  minor: number;
  taken: Part[];
  made: ModelLot[];
  subject: string | null;
  reversed: number;
  /** Who received, when credits went to another account. */
  other: ModelAccount | null;
  /** What the receiving account gave for the debt that it took over, and how much of its own was repaid. */
  settled: Part[];
  repaid: number;
}

export const no = (refusal: Refusal): PostResult => ({ ok: false, refusal });

/** What the commands of the reference model have in common: entries, giving back, taking back. */
export class ReferenceBooks {
  readonly accounts = new Map<number, ModelAccount>();
  readonly purposes = new Map<Purpose, number>();
  readonly done = new Map<string, Done>();
  readonly policy: DebtPolicy;
  readonly graceDays: number | null;
  protected now = "";
  /** What the entry being made gave back too late. */
  private expired = 0;

  constructor(accountIds: readonly number[], policy: DebtPolicy, graceDays: number | null) {
    this.policy = policy;
    this.graceDays = graceDays;
    for (const id of accountIds)
      this.accounts.set(id, { id, debt: 0, lots: [], holds: new Map(), subjects: new Map(), entries: 0 });
  }

  /** Makes the entry: its change is what the account's credits differ by, booked against the purpose. */
  protected entry(
    account: ModelAccount,
    command: Command,
    purpose: Purpose | null,
    change: (seq: number) => Partial<Done> & { shortfall?: number },
  ): PostResult {
    const before = this.snapshot(account);
    const credits = lots.creditsOf(account);
    const seq = account.entries + 1;
    const { shortfall = 0, ...did } = change(seq);
    const minor = lots.creditsOf(account) - credits;
    const expired = this.expired;
    this.expired = 0;
    const moved =
      !isDeepStrictEqual(before, this.snapshot(account)) || (expired > 0 && purpose !== "expired");
    if (!moved) return this.nothing(account, "unchanged", shortfall);
    account.entries = seq;
    if (did.other) did.other.entries += 1;
    else if (purpose) this.book(purpose, -minor - expired);
    this.book("expired", expired);
    const kind = "toAccountId" in command ? this.kindOfMove(command) : command.kind;
    const subject = command.kind === "earn" ? command.subject : null;
    this.done.set(command.key, {
      account,
      kind,
      other: null,
      minor: minor + expired,
      taken: [],
      made: [],
      settled: [],
      repaid: 0,
      subject,
      reversed: 0,
      ...did,
    });
    return {
      ok: true,
      outcome: "posted",
      entrySeq: seq,
      amountMinor: minor,
      shortfallMinor: shortfall,
      availableMinor: lots.availableOf(account),
    };
  }

  /** A return is a transfer the other way, seen from the account that it names first. */
  private kindOfMove(command: { kind: Command["kind"] }) {
    return command.kind === "returnTransfer" ? "transferIn" : "transferOut";
  }

  protected nothing(
    account: ModelAccount,
    outcome: "unchanged" | "superseded",
    shortfallMinor = 0,
  ): PostResult {
    return {
      ok: true,
      outcome,
      entrySeq: null,
      amountMinor: 0,
      shortfallMinor,
      availableMinor: lots.availableOf(account),
    };
  }

  protected notPositive(minor: number): PostResult | null {
    if (minor === 0) return no({ code: "amount_is_zero" });
    return minor < 0 ? no({ code: "amount_is_negative", requestedMinor: minor }) : null;
  }

  protected cannotSpend(account: ModelAccount, minor: number): PostResult | null {
    const availableMinor = lots.leftIn(lots.spendableLots(account, this.now));
    if (minor <= availableMinor) return null;
    return no({ code: "not_enough_credits", availableMinor, requestedMinor: minor });
  }

  /** A lot from outside: pending until its day. */
  protected add(account: ModelAccount, left: number, from: string | null, until: string | null): ModelLot {
    const pending = from !== null && from > this.now;
    return lots.addLot(account, { left, pending, from: from ?? this.now, until });
  }

  /** Takes from what is pending of `own`, then what is available of it, then other lots, then by the policy. */
  protected takeBack(account: ModelAccount, own: ModelLot[], minor: number, policy = this.policy) {
    const order = [
      ...lots.soonestFirst(own.filter((lot) => lot.pending)),
      ...lots.soonestFirst(own.filter((lot) => !lot.pending)),
      ...lots.availableLots(account),
    ];
    const missing = minor - lots.minorOf(lots.drain(order, minor));
    if (policy === "negative") account.debt += missing;
    return { shortfall: policy === "negative" ? 0 : missing };
  }

  /**
   * Repays a debt, first with what no lot gave, then fills the lots again; what expired since gets the days of
   * grace or expires at once, unless `evenExpired`.
   */
  protected giveBack(account: ModelAccount, parts: Part[], { evenExpired = false } = {}) {
    for (const { lot, minor } of parts) if (lot?.pending) lot.left += minor;
    const fromNoLot = parts.filter((part) => part.lot === null);
    const fromLots = parts.filter((part) => part.lot && !part.lot.pending);
    const [repaid, rest] = lots.split([...fromNoLot, ...fromLots], account.debt);
    account.debt -= lots.minorOf(repaid);
    for (const { lot, minor } of rest) {
      if (lot === null) continue;
      const isOver = lot.until !== null && lot.until <= this.now && !evenExpired;
      if (!isOver) lot.left += minor;
      else if (this.graceDays === null) this.expired += minor;
      else this.add(account, minor, null, this.daysFromNow(this.graceDays));
    }
    const unlotted = lots.minorOf(rest.filter((part) => part.lot === null));
    if (unlotted > 0) this.add(account, unlotted, null, null);
  }

  private daysFromNow(days: number): string {
    return new Date(Date.parse(this.now) + days * 86_400_000).toISOString();
  }

  private snapshot(account: ModelAccount) {
    return [account.debt, lots.heldOf(account), account.lots.map((lot) => [lot.left, lot.pending])];
  }

  private book(purpose: Purpose, minor: number) {
    this.purposes.set(purpose, (this.purposes.get(purpose) ?? 0) + minor);
  }
}
