/** A table of the ledger as plain rows, with what the mutations must know of it. */
export interface MutableTable {
  readonly name: string;
  readonly key: readonly string[];
  /** Other columns that no two rows have alike. */
  readonly unique: readonly string[];
  rows: Record<string, unknown>[];
}

/** One random change, in words for the failure, and where it was. */
export interface Mutation {
  readonly table: string;
  readonly words: string;
  /** The tables after it; those before are left as they are. */
  readonly tables: MutableTable[];
}

type Random = () => number;

/** A number generator with a seed (mulberry32), so that a failure can be run again. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const below = (random: Random, end: number): number => Math.floor(random() * end);

function pick<T>(random: Random, items: readonly T[]): T {
  return items[below(random, items.length)] as T;
}

/**
 * Flips a byte, deletes, inserts or swaps, in a table, row and column chosen at random. null: the change would change
 * nothing, or the table's key would refuse it.
 */
export function mutate(random: Random, tables: readonly MutableTable[]): Mutation | null {
  const table = pick(
    random,
    tables.filter((each) => each.rows.length > 0),
  );
  const kind = pick(random, ["flip", "flip", "flip", "delete", "insert", "swap"] as const);
  const changed = { flip, delete: drop, insert, swap }[kind](random, table);
  if (!changed || [table.key, table.unique].some((key) => hasDuplicate(key, changed.rows))) return null;
  return {
    table: table.name,
    words: `${kind} in ${table.name}: ${changed.words}`,
    tables: tables.map((each) => (each === table ? { ...table, rows: changed.rows } : each)),
  };
}

type Change = { readonly rows: Record<string, unknown>[]; readonly words: string } | null;

function flip(random: Random, { rows }: MutableTable): Change {
  const index = below(random, rows.length);
  const row = rows[index] ?? {};
  const column = pick(random, Object.keys(row));
  const value = flipped(random, row[column]);
  if (Object.is(value, row[column])) return null;
  const mutated = { ...row, [column]: value };
  return {
    rows: rows.map((each, at) => (at === index ? mutated : each)),
    words: `${column} of row ${index}: ${show(row[column])} becomes ${show(value)}`,
  };
}

/** The value with one of its bits turned; of a null, the smallest value that is none. */
function flipped(random: Random, value: unknown): unknown {
  if (value === null) return pick(random, [0, 1]);
  if (typeof value === "number") return Number(BigInt(value) ^ (1n << BigInt(below(random, 31))));
  if (typeof value === "boolean") return !value;
  if (value instanceof Date) return new Date(value.getTime() ^ (1 << below(random, 30)));
  if (Buffer.isBuffer(value)) {
    const copy = Buffer.from(value);
    const at = below(random, copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
    return copy;
  }
  const text = String(value);
  const at = below(random, text.length);
  const turned = String.fromCharCode(text.charCodeAt(at) ^ (1 << below(random, 5)));
  return text.slice(0, at) + turned + text.slice(at + 1);
}

function drop(random: Random, { rows }: MutableTable): Change {
  const index = below(random, rows.length);
  return { rows: rows.filter((_, at) => at !== index), words: `row ${index}: ${show(rows[index])}` };
}

/** A copy of a row under another key. */
function insert(random: Random, { rows, key }: MutableTable): Change {
  const row = { ...pick(random, rows) };
  const column = pick(random, key);
  const value = row[column];
  row[column] = typeof value === "number" ? value + 1 + below(random, 50) : `${String(value)}~`;
  return { rows: [...rows, row], words: show(row) };
}

/** Two rows keep their keys and change places in everything else, or in one column. */
function swap(random: Random, { rows, key }: MutableTable): Change {
  const [i, j] = [below(random, rows.length), below(random, rows.length)];
  const [a, b] = [rows[i] ?? {}, rows[j] ?? {}];
  const columns = Object.keys(a).filter((column) => !key.includes(column));
  const swapped = random() < 0.5 ? columns : [pick(random, columns)];
  if (swapped.every((column) => show(a[column]) === show(b[column]))) return null;
  const take = (from: Record<string, unknown>) =>
    Object.fromEntries(swapped.map((name) => [name, from[name]]));
  return {
    rows: rows.map((each, at) => (at === i ? { ...a, ...take(b) } : at === j ? { ...b, ...take(a) } : each)),
    words: `${swapped.join(", ")} of rows ${i} and ${j}`,
  };
}

function hasDuplicate(key: readonly string[], rows: readonly Record<string, unknown>[]): boolean {
  if (key.length === 0) return false;
  return new Set(rows.map((row) => key.map((column) => show(row[column])).join("/"))).size < rows.length;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each));
}
