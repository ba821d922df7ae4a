import { isDeepStrictEqual } from "node:util";
import type { Command, PostResult } from "#core/ledger";
import { ReferenceModel } from "../core/ledger/reference-model.ts";
import type { Call } from "./ledger-callers.ts";
import type { LedgerWorld } from "./ledger-world.ts";

/** A command with the moment at which the ledger decided it, and the entries it made: none, one, or two. */
interface Decided {
  readonly command: Command;
  readonly answer: PostResult;
  readonly at: string;
  readonly entries: readonly { accountId: number; seq: number }[];
}

/** A call that the model answers otherwise. */
interface Differing {
  readonly call: Call;
  readonly model: PostResult;
}

/** As {@link replayInModel}, for accounts between which nothing moves: each by itself, which is much faster. */
export async function replayEachInModel(
  world: LedgerWorld,
  accountIds: readonly number[],
  calls: readonly Call[],
): Promise<Differing[]> {
  const differing: Differing[] = [];
  for (const accountId of accountIds) {
    const own = calls.filter((call) => call.command.accountId === accountId);
    differing.push(...(await replayInModel(world, [accountId], own)));
  }
  return differing;
}

/**
 * Tells a model, one after the other, what the callers told the ledger all at once, and returns the calls that the
 * model answers otherwise, with its answer. The order is that of the ledger: by the moment of the decision, which
 * never goes back on an account, and by the account's entries within a moment.
 */
export async function replayInModel(
  world: LedgerWorld,
  accountIds: readonly number[],
  calls: readonly Call[],
): Promise<Differing[]> {
  const decided = await readDecided(world, accountIds, calls);
  const startModel = () => new ReferenceModel(accountIds, "negative", null);
  let model = startModel();
  const told: Decided[] = [];
  const rewind = (): void => {
    model = startModel();
    for (const each of told) model.post(each.command, each.at);
  };
  for (const moment of groupByMoment(decided)) {
    const waiting = [...moment];
    while (waiting.length > 0) {
      const next = waiting.findIndex((each, index) => {
        if (each.entries.some((entry) => comesAfter(entry, waiting))) return false;
        if (isDeepStrictEqual(model.post(each.command, each.at), each.answer)) return true;
        // An answer without an entry fits somewhere else within its moment; the model must not remember it.
        if (index < waiting.length - 1) rewind();
        return false;
      });
      if (next < 0) break;
      told.push(...waiting.splice(next, 1));
    }
    told.push(...waiting);
  }
  return compare(calls, model, told);
}

/** Every call once more, in the model that knows all keys: each is answered as it was the first time. */
function compare(calls: readonly Call[], model: ReferenceModel, told: readonly Decided[]): Differing[] {
  const moments = new Map(told.map((each) => [each.command.key, each.at]));
  return calls.flatMap((call) => {
    const answer = model.post(call.command, moments.get(call.command.key) ?? new Date().toISOString());
    return isDeepStrictEqual(answer, call.answer) ? [] : [{ call, model: answer }];
  });
}

function comesAfter(entry: { accountId: number; seq: number }, waiting: readonly Decided[]): boolean {
  return waiting.some((each) =>
    each.entries.some((other) => other.accountId === entry.accountId && other.seq < entry.seq),
  );
}

/** The first telling of every key, answers without an entry first within a moment. */
function groupByMoment(decided: readonly Decided[]): Decided[][] {
  const moments = [...new Set(decided.map((each) => each.at))].sort();
  const groups = new Map(moments.map((at): [string, Decided[]] => [at, []]));
  const [silent, entered] = [(each: Decided) => each.entries.length === 0, (each: Decided) => !silent(each)];
  for (const each of [...decided.filter(silent), ...decided.filter(entered)]) groups.get(each.at)?.push(each);
  return [...groups.values()];
}

async function readDecided(
  world: LedgerWorld,
  accountIds: readonly number[],
  calls: readonly Call[],
): Promise<Decided[]> {
  const rows: { business_key: string; account_id: number; entry_seq: number | null; decided_at: Date }[] =
    await world.database.pool.query(
      `SELECT business_key, account_id, entry_seq, decided_at FROM ledger_key
       WHERE program_id = ? AND account_id IN (?)`,
      [world.programId, accountIds],
    );
  const byKey = new Map(rows.map((row) => [row.business_key, row]));
  const first = new Map(calls.filter(holdsItsKey).map((call) => [call.command.key, call]));
  return [...first.values()].flatMap(({ command, answer }) => {
    const ends = [byKey.get(command.key), byKey.get(`${command.key}/in`)].filter((row) => row !== undefined);
    const [own] = ends;
    if (!own || "fault" in answer) return [];
    const entries = ends.flatMap(({ account_id: accountId, entry_seq: seq }) =>
      seq === null ? [] : [{ accountId, seq }],
    );
    return [{ command, answer, at: own.decided_at.toISOString(), entries }];
  });
}

function holdsItsKey({ answer }: Call): boolean {
  return !("refusal" in answer && answer.refusal.code === "key_used_with_other_content");
}
