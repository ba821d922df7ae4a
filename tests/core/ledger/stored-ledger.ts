import { commandContent, decideBatch, keyOfOtherEnd, PURPOSE_OF, stretchOf } from "#core/ledger";
import type {
  AccountState,
  BatchState,
  Command,
  DecidedKey,
  EntryDraft,
  Hold,
  Lot,
  LotMovement,
  PostResult,
  ReversibleEntry,
  SubjectPosition,
} from "#core/ledger";

type Policies = Pick<BatchState, "debtPolicy" | "expiredLotGraceDays">;
type AccountRow = Pick<
  AccountState,
  "accountId" | "availableMinor" | "pendingMinor" | "heldMinor" | "entryCount"
>;

interface KeyRow {
  readonly accountId: number;
  readonly entrySeq: number | null;
  readonly decided: DecidedKey;
  /** Only on the row of the command's own end. */
  readonly reversal: DecidedKey["reversal"];
}

const nameOf = (lot: { entrySeq: number; line: number }) => `${lot.entrySeq}/${lot.line}`;

/**
 * A ledger in memory that stores what the core decides in rows, as the database does, and reads back for each
 * command only what that command names: the core must not need more.
 */
export class StoredLedger {
  readonly accounts = new Map<number, AccountRow>();
  readonly lots = new Map<number, Map<string, Lot>>();
  readonly holds = new Map<string, { accountId: number; hold: Hold }>();
  readonly keys = new Map<string, KeyRow>();
  readonly entries: EntryDraft[] = [];
  private readonly policies: Policies;

  constructor(accountIds: readonly number[], policies: Policies) {
    this.policies = policies;
    for (const accountId of accountIds) {
      this.accounts.set(accountId, {
        accountId,
        availableMinor: 0,
        pendingMinor: 0,
        heldMinor: 0,
        entryCount: 0,
      });
      this.lots.set(accountId, new Map());
    }
  }

  /** Decides one command as a batch of one, and stores what came of it. */
  post(command: Command, now: string): PostResult {
    const state = this.read(command, now);
    const decision = decideBatch(state, [command], commandContent);
    for (const decided of decision.decided) this.storeKey(decided);
    for (const account of decision.accounts.values()) {
      const before = state.accounts.get(account.accountId);
      if (before && before.entryCount !== account.entryCount) this.storeAccount(before, account);
    }
    const [result] = decision.results;
    if (!result) throw new Error("a command was not answered");
    return result;
  }

  private storeKey(decided: DecidedKey) {
    const { command, entries, reversal } = decided;
    const [own, otherEnd] = entries;
    this.entries.push(...entries);
    const row = { accountId: command.accountId, entrySeq: own?.seq ?? null, decided, reversal };
    this.keys.set(command.key, row);
    if (!otherEnd) return;
    const otherRow = { accountId: otherEnd.accountId, entrySeq: otherEnd.seq, decided, reversal: null };
    this.keys.set(keyOfOtherEnd(command.key), otherRow);
  }

  private storeAccount(before: AccountState, after: AccountState) {
    const { accountId, availableMinor, pendingMinor, heldMinor, entryCount } = after;
    this.accounts.set(accountId, { accountId, availableMinor, pendingMinor, heldMinor, entryCount });
    const lots = this.lots.get(accountId);
    for (const lot of after.lots) {
      if (before.lots.includes(lot)) continue;
      // An existing row changes in these two columns only.
      const { bucket, remainingMinor } = lot;
      lots?.set(nameOf(lot), { ...(lots.get(nameOf(lot)) ?? lot), bucket, remainingMinor });
    }
    for (const hold of after.holds.values()) this.holds.set(hold.key, { accountId, hold });
  }

  private read(command: Command, now: string): BatchState {
    const ids = "toAccountId" in command ? [command.accountId, command.toAccountId] : [command.accountId];
    const known = ids.flatMap((id) => this.accounts.get(id) ?? []);
    const used = this.keys.get(command.key);
    return {
      ...this.policies,
      now,
      accounts: new Map(known.map((row) => [row.accountId, this.readAccount(row, command)])),
      keys: new Map(
        used
          ? [[command.key, { contentDigest: used.decided.contentDigest, result: used.decided.result }]]
          : [],
      ),
      reversible: new Map(this.reversedKeys(command).flatMap((key) => this.readReversible(key))),
    };
  }

  private readAccount(row: AccountRow, command: Command): AccountState {
    const lots = this.lots.get(row.accountId) ?? new Map<string, Lot>();
    const named = this.lotsNamedBy(command, row.accountId);
    const hold = "holdKey" in command ? this.holds.get(command.holdKey) : undefined;
    return {
      ...row,
      lots: [...lots.values()].filter((lot) => lot.remainingMinor > 0 || named.has(nameOf(lot))),
      holds: new Map(hold?.accountId === row.accountId ? [[hold.hold.key, hold.hold]] : []),
      subjects: new Map(command.kind === "earn" ? this.readSubject(row.accountId, command.subject) : []),
    };
  }

  private readSubject(accountId: number, subject: string): [string, SubjectPosition][] {
    const rows = [...this.keys.values()].filter(
      ({ accountId: of, decided: { command, result } }) =>
        result.ok && of === accountId && command.kind === "earn" && command.subject === subject,
    );
    if (rows.length === 0) return [];
    const versions = rows.map(({ decided: { command } }) =>
      command.kind === "earn" ? command.subjectVersion : 0,
    );
    const position = {
      earnedMinor: rows.reduce((sum, row) => sum + row.decided.subjectEffectMinor, 0),
      version: Math.max(...versions),
      entrySeqs: rows.flatMap((row) => row.entrySeq ?? []),
    };
    return [[subject, position]];
  }

  private reversedKeys(command: Command): string[] {
    if (command.kind === "reverse") return [command.reversesKey];
    return command.kind === "returnTransfer" ? [command.reversesKey, keyOfOtherEnd(command.reversesKey)] : [];
  }

  private entryAt(accountId: number, seq: number | null): EntryDraft | undefined {
    return this.entries.find((entry) => entry.accountId === accountId && entry.seq === seq);
  }

  /** What the entry of a key moved in lots; a hold's end counts with what the hold took. */
  private movementsOf(key: string): readonly LotMovement[] {
    const row = this.keys.get(key);
    if (!row || row.entrySeq === null) return [];
    const ended = [...this.holds.values()].find(
      ({ accountId, hold }) => accountId === row.accountId && hold.endedSeq === row.entrySeq,
    );
    const placed = ended && this.entryAt(row.accountId, ended.hold.entrySeq);
    return [
      ...(this.entryAt(row.accountId, row.entrySeq)?.lotMovements ?? []),
      ...(placed?.lotMovements ?? []),
    ];
  }

  private lotsNamedBy(command: Command, accountId: number): Set<string> {
    const ofKeys = this.reversedKeys(command)
      .filter((key) => this.keys.get(key)?.accountId === accountId)
      .flatMap((key) => this.movementsOf(key));
    const hold = "holdKey" in command ? this.holds.get(command.holdKey) : undefined;
    const ofHold = hold?.accountId === accountId ? hold.hold.taken : [];
    const matured = command.kind === "mature" ? [command.lot] : [];
    return new Set(
      [...ofKeys.map((each) => each.lot), ...ofHold.map((each) => each.lot), ...matured].map(nameOf),
    );
  }

  private readReversible(key: string): [string, ReversibleEntry][] {
    const row = this.keys.get(key);
    const entry = row && this.entryAt(row.accountId, row.entrySeq);
    if (!row || !entry) return [];
    const purpose = PURPOSE_OF[entry.kind] ?? "adjusted";
    const onBook = (book: string) =>
      entry.postings.find((posting) => posting.book === book)?.amountMinor ?? 0;
    const amountMinor = 0 - onBook(purpose);
    const balanceAfter = entry.postings.find(({ book }) => book === "available")?.balanceAfterMinor ?? 0;
    const taken = this.movementsOf(key).filter((movement) => movement.amountMinor < 0);
    const reversals = [...this.keys.values()].flatMap(({ reversal }) =>
      reversal?.key === key ? [reversal.amountMinor] : [],
    );
    const reversible = {
      seq: entry.seq,
      accountId: entry.accountId,
      kind: entry.kind,
      amountMinor,
      pendingMinor: onBook("pending"),
      repaidMinor: Math.max(Math.min(onBook("available"), onBook("available") - balanceAfter), 0),
      purpose,
      taken: entry.kind === "captureHold" ? stretchOf(taken, 0, -amountMinor) : taken,
      made: entry.newLots.map(({ entrySeq, line }) => ({ entrySeq, line })),
      subject: entry.subject,
      reversedMinor: reversals.reduce((sum, minor) => sum + minor, 0),
      reversals: reversals.length,
    };
    return [[key, reversible]];
  }
}
