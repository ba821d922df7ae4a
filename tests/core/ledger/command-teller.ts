import type { Command } from "#core/ledger";
import type { Step } from "./command-steps.ts";
import {
  availableLots,
  availableOf,
  heldOf,
  leftIn,
  minorOf,
  pendingOf,
  spendableLots,
} from "./reference-account.ts";
import type { ModelAccount } from "./reference-account.ts";
import type { ReferenceModel } from "./reference-model.ts";

export const ACCOUNT_IDS = [1, 2, 3];
const UNKNOWN_ACCOUNT_ID = 9;
const DAY_MS = 86_400_000;

/** Few days, so that instants meet exactly and lots fall due while a sequence runs; null: no date. */
const BEGINS = [null, null, -1, 0, 1, 1, 2, 3, 5];
const ENDS = [null, null, null, 0, 1, 2, 3, 5, 8];

/** What to tell instead when there is nothing yet that the command could be about. */
const INSTEAD: Partial<Record<Command["kind"], Command["kind"]>> = {
  mature: "earn",
  placeHold: "open",
  captureHold: "placeHold",
  voidHold: "placeHold",
  expireHold: "placeHold",
  expireLots: "open",
  reverse: "adjust",
  transfer: "open",
  mergeAccounts: "open",
  returnTransfer: "transfer",
  writeOffDebt: "adoptExigoMovement",
};

/**
 * Turns random steps into commands against what the commands before them left: mostly such as can be posted,
 * sometimes told again, under a used key, or about something that does not exist.
 */
export class CommandTeller {
  private nowMs = Date.parse("2026-11-20T12:00:00.000Z");
  private readonly told: Command[] = [];
  private readonly model: ReferenceModel;

  constructor(model: ReferenceModel) {
    this.model = model;
  }

  get now(): string {
    return new Date(this.nowMs).toISOString();
  }

  next(step: Step): Command {
    this.nowMs += step.days * DAY_MS;
    const earlier = pickFrom(this.told, step.pick);
    if (step.telling === "again" && earlier) return { ...earlier, trace: "told again", note: "told again" };
    const fresh = this.fresh(step, step.kind);
    const command = step.telling === "conflicting" && earlier ? { ...fresh, key: earlier.key } : fresh;
    this.told.push(command);
    return command;
  }

  private fresh(step: Step, kind: Command["kind"]): Command {
    const subjects = this.subjectsOf(step, kind);
    const instead = INSTEAD[kind];
    if (subjects.length === 0 && instead && !step.blind) return this.fresh(step, instead);
    const account = pickFrom(subjects, step.who) ?? this.accountOf(step.who);
    const accountId = account?.id ?? UNKNOWN_ACCOUNT_ID;
    const base = {
      key: `command-${this.told.length}`,
      accountId,
      effectiveAt: this.inDays(1 - (step.pick % 3)) ?? this.now,
      cause: { kind: "system", ref: "test" },
      reasonCode: "test",
    } as const;
    const { minor } = step;
    const dates = {
      availableFrom: this.inDays(BEGINS[step.pick % 9] ?? null),
      expiresAt: this.inDays(ENDS[(step.pick + step.part) % 9] ?? null),
    };
    const toAccountId = this.otherAccountId(step, accountId);
    const spentMinor = account && !step.blind ? share(this.spendable(account), step) : minor;
    switch (kind) {
      case "earn":
        return { ...base, ...dates, ...this.target(step, account), kind };
      case "mature":
        return { ...base, kind, lot: this.lotToMature(step, account) };
      case "adjust":
        return {
          ...base,
          kind,
          amountMinor: step.part < 3 ? -spentMinor : minor,
          expiresAt: dates.expiresAt,
        };
      case "open":
        return { ...base, ...dates, kind, amountMinor: minor };
      case "adoptExigoMovement":
        return { ...base, kind, amountMinor: step.part < 4 ? -minor : minor };
      case "writeOffDebt":
        return { ...base, kind, amountMinor: step.blind ? minor : step.part < 3 ? null : 1 };
      case "placeHold":
        return { ...base, kind, amountMinor: spentMinor, ttlMs: (step.pick % 3) * DAY_MS };
      case "captureHold":
      case "voidHold":
      case "expireHold":
        return this.endOfHold(step, base, kind);
      case "expireLots":
        return { ...base, kind, dueAt: this.inDays(step.blind ? 1 : -(step.part % 2)) ?? this.now };
      case "reverse":
        return { ...base, kind, ...this.reversal(step, account) };
      case "transfer":
        return { ...base, kind, toAccountId, amountMinor: spentMinor };
      case "mergeAccounts":
        return { ...base, kind, toAccountId };
      case "returnTransfer":
        return { ...base, kind, toAccountId, ...this.transferToReturn(step) };
    }
  }

  /** The accounts that have what a command of the kind is about; none for kinds that need nothing. */
  private subjectsOf(step: Step, kind: Command["kind"]): ModelAccount[] {
    const all = [...this.model.accounts.values()];
    if (step.blind) return [];
    switch (kind) {
      case "mature":
        return all.filter((account) => pendingOf(account) > 0);
      case "placeHold":
      case "transfer":
        return all.filter((account) => this.spendable(account) > 0);
      case "captureHold":
      case "voidHold":
      case "expireHold":
        return all.filter((account) => heldOf(account) > 0);
      case "expireLots":
        return all.filter((account) =>
          availableLots(account).some((lot) => lot.left > 0 && isOver(lot, this.now)),
        );
      case "reverse":
        return all.filter((account) => this.reversibleKeys(account).length > 0);
      case "mergeAccounts":
        return all.filter((account) => availableOf(account) !== 0 || pendingOf(account) > 0);
      case "returnTransfer":
        return all.filter((account) =>
          this.transfers().some((transfer) => transfer.accountId === account.id),
        );
      case "writeOffDebt":
        return all.filter((account) => account.debt > 0);
      default:
        return [];
    }
  }

  private spendable(account: ModelAccount): number {
    return leftIn(spendableLots(account, this.now));
  }

  private accountOf(who: number): ModelAccount | undefined {
    return who === 40 ? undefined : this.model.accounts.get(ACCOUNT_IDS[who % 3] ?? UNKNOWN_ACCOUNT_ID);
  }

  private otherAccountId(step: Step, accountId: number): number {
    if (step.blind) return this.accountOf(step.other)?.id ?? UNKNOWN_ACCOUNT_ID;
    return (
      pickFrom(
        ACCOUNT_IDS.filter((id) => id !== accountId),
        step.other,
      ) ?? accountId
    );
  }

  private target({ pick, part, minor }: Step, account: ModelAccount | undefined) {
    const subject = `order-${pick % 3}`;
    const version = account?.subjects.get(subject)?.version ?? 0;
    const subjectVersion = Math.max(version + (part % 4) - 1, 1);
    return { subject, subjectVersion, targetMinor: part === 0 ? 0 : minor };
  }

  private lotToMature({ pick, blind }: Step, account: ModelAccount | undefined) {
    const lots = account?.lots ?? [];
    const due = lots.filter((lot) => lot.pending && lot.left > 0 && lot.from <= this.now);
    const pending = lots.filter((lot) => lot.pending);
    const lot = pickFrom(blind ? lots : due.length > 0 ? due : pending, pick);
    return { entrySeq: lot?.entrySeq ?? 77, line: lot?.line ?? 0 };
  }

  private endOfHold(
    step: Step,
    base: Omit<Command & { kind: "voidHold" }, "kind" | "holdKey">,
    kind: "captureHold" | "voidHold" | "expireHold",
  ): Command {
    const account = this.model.accounts.get(base.accountId);
    const open = [...(account?.holds ?? [])].filter(([, hold]) => hold.state === "open");
    const due = open.filter(([, hold]) => hold.until <= this.now);
    const of = kind === "expireHold" && due.length > 0 ? due : open;
    const [holdKey, hold] = pickFrom(step.blind ? [...(account?.holds ?? [])] : of, step.pick) ?? [
      "none",
      null,
    ];
    if (kind !== "captureHold") return { ...base, kind, holdKey };
    const heldMinor = minorOf(hold?.parts ?? []);
    const amountMinor = step.blind ? step.minor : step.part < 2 ? null : share(heldMinor, step);
    return { ...base, kind, holdKey, amountMinor };
  }

  private reversibleKeys(account: ModelAccount): string[] {
    const kinds = [
      "captureHold",
      "captureHold",
      "open",
      "adjust",
      "adoptExigoMovement",
      "expireLots",
      "writeOffDebt",
    ];
    return [...this.model.done].flatMap(([key, done]) => {
      const isOpen = done.account === account && Math.abs(done.minor) > done.reversed;
      return isOpen ? kinds.filter((kind) => kind === done.kind).map(() => key) : [];
    });
  }

  private reversal(step: Step, account: ModelAccount | undefined) {
    const keys = account && !step.blind ? this.reversibleKeys(account) : [...this.model.done.keys()];
    const reversesKey = pickFrom(keys, step.pick) ?? "none";
    const done = this.model.done.get(reversesKey);
    const leftMinor = done ? Math.abs(done.minor) - done.reversed : 0;
    const partMinor = step.blind ? step.minor : share(leftMinor, step);
    return { reversesKey, amountMinor: step.part < 3 ? null : partMinor };
  }

  private transfers() {
    return [...this.model.done].flatMap(([reversesKey, { account, other, kind, reversed }]) =>
      other && kind === "transferOut" && reversed === 0
        ? [{ reversesKey, accountId: account.id, toAccountId: other.id }]
        : [],
    );
  }

  private transferToReturn({ pick, blind }: Step) {
    const reversesKey = pickFrom([...this.model.done.keys()], pick) ?? "none";
    const of = this.model.done.get(reversesKey);
    if (!blind) return pickFrom(this.transfers(), pick) ?? { reversesKey };
    return pick % 3 > 0 && of?.other
      ? { reversesKey, accountId: of.account.id, toAccountId: of.other.id }
      : { reversesKey };
  }

  private inDays(days: number | null): string | null {
    return days === null ? null : new Date(this.nowMs + days * DAY_MS).toISOString();
  }
}

function isOver(lot: { until: string | null }, now: string): boolean {
  return lot.until !== null && lot.until <= now;
}

function pickFrom<T>(things: readonly T[], pick: number): T | undefined {
  return things[pick % Math.max(things.length, 1)];
}

/** All of it or a part, at least 1. */
function share(minor: number, { part, pick }: Step): number {
  return part === 0 ? Math.max(minor, 1) : Math.max(1, Math.floor((minor * ((pick % 3) + 1)) / 4));
}
