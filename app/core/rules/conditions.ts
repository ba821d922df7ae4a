import { nameOf } from "./context.ts";
import type { LineContext, OrderContext } from "./context.ts";
import type { Condition } from "./document.ts";
import type { FailedCondition } from "./trace.ts";

/** A condition made ready to be asked often. */
export interface CompiledCondition {
  /** True when it asks about lines; else its answer is that of the whole order. */
  readonly asksLines: boolean;
  /** `line` is null only for a condition that asks no lines. */
  holds(order: OrderContext, line: LineContext | null): boolean;
  /** What did not hold, of a condition that does not. */
  explain(order: OrderContext, line: LineContext | null): FailedCondition;
}

type Holds = CompiledCondition["holds"];

/** Makes a condition ready; `path` names it within its rule, such as `all.1`. */
export function compileCondition(condition: Condition, path = ""): CompiledCondition {
  if ("all" in condition) return compileAll(condition.all, path);
  if ("any" in condition) return compileAny(condition.any, path);
  if ("not" in condition) return compileNot(condition.not, path);
  return compileLeaf(condition, path);
}

function compileAll(conditions: readonly Condition[], path: string): CompiledCondition {
  const parts = conditions.map((condition, index) => compileCondition(condition, join(path, `all.${index}`)));
  return {
    asksLines: parts.some((part) => part.asksLines),
    holds: (order, line) => parts.every((part) => part.holds(order, line)),
    explain(order, line) {
      const failed = parts.find((part) => !part.holds(order, line));
      return failed ? failed.explain(order, line) : { path, condition: "all" };
    },
  };
}

function compileAny(conditions: readonly Condition[], path: string): CompiledCondition {
  const parts = conditions.map((condition, index) => compileCondition(condition, join(path, `any.${index}`)));
  const failed: FailedCondition = { path, condition: "any" };
  return {
    asksLines: parts.some((part) => part.asksLines),
    holds: (order, line) => parts.some((part) => part.holds(order, line)),
    explain: () => failed,
  };
}

function compileNot(condition: Condition, path: string): CompiledCondition {
  const part = compileCondition(condition, join(path, "not"));
  const failed: FailedCondition = { path, condition: "not" };
  return {
    asksLines: part.asksLines,
    holds: (order, line) => !part.holds(order, line),
    explain: () => failed,
  };
}

type Leaf = Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown }>;
/** Every question by its name; of a union of one-field objects, the field and its value. */
type Questions = { [Name in LeafName]: (wanted: LeafValue<Name>) => Question };
type LeafName = Leaf extends infer Each ? (Each extends unknown ? keyof Each : never) : never;
type LeafValue<Name extends LeafName> = Extract<Leaf, Record<Name, unknown>>[Name];

interface Question {
  readonly asksLines: boolean;
  readonly holds: Holds;
  /** The number that was found instead of the wanted one. */
  readonly found?: (order: OrderContext) => number | null;
}

const questions: Questions = {
  product: (ids) => ofLine(oneOf(ids, ({ line }) => line.productId)),
  variant: (ids) => ofLine(oneOf(ids, ({ line }) => line.variantId)),
  sku: (names) => ofLine(named(names, ({ line }) => nameOf(line.sku))),
  collection: (ids) => ofLine((line) => ids.some((id) => line.collectionIds.has(id))),
  productTag: (tags) => ofLine(tagged(tags, (line) => line.tags)),
  productType: (names) => ofLine(named(names, (line) => line.productType)),
  vendor: (names) => ofLine(named(names, (line) => line.vendor)),
  onSale: (wanted) => ofLine((line) => line.onSale === wanted),
  customItem: (wanted) => ofLine(({ line }) => (line.productId === null) === wanted),
  subscription: (wanted) => ofLine(({ line }) => line.subscription === wanted),
  giftCard: (wanted) => ofLine(({ line }) => line.giftCard === wanted),
  tip: (wanted) => ofLine(({ line }) => line.tip === wanted),
  customerTag: (tags) => ofOrder(tagged(tags, (order) => order.customerTags)),
  orderTag: (tags) => ofOrder(tagged(tags, (order) => order.orderTags)),
  channel: (names) => ofOrder(named(names, (order) => order.channel)),
  pointOfSale: (wanted) => ofOrder((order) => (order.channel === "pos") === wanted),
  nthOrder: (numbers) => ({
    ...ofOrder(({ orderIndex }) => orderIndex !== null && numbers.includes(orderIndex)),
    found: (order) => order.orderIndex,
  }),
  firstOrder: (wanted) => ({
    ...ofOrder(({ orderIndex }) => orderIndex !== null && (orderIndex === 1) === wanted),
    found: (order) => order.orderIndex,
  }),
  orderMinimumMinor: (minimum) => ({
    ...ofOrder((order) => order.amountMinor >= minimum),
    found: (order) => order.amountMinor,
  }),
  exigoCustomerType: (names) => ofOrder(named(names, (order) => order.exigoCustomerType)),
  exigoRank: (names) => ofOrder(named(names, (order) => order.exigoRank)),
};

function compileLeaf(leaf: Leaf, path: string): CompiledCondition {
  const [name, wanted] = Object.entries(leaf)[0] as [LeafName, never];
  const { asksLines, holds, found } = questions[name](wanted);
  const failed: FailedCondition = { path, condition: name };
  return {
    asksLines,
    holds,
    explain: (order) =>
      found ? { ...failed, wanted: wanted as number | readonly number[], found: found(order) } : failed,
  };
}

function ofLine(holds: (line: LineContext) => boolean): Question {
  return { asksLines: true, holds: (_order, line) => line !== null && holds(line) };
}

function ofOrder(holds: (order: OrderContext) => boolean): Question {
  return { asksLines: false, holds: (order) => holds(order) };
}

function oneOf<Context>(wanted: readonly string[], read: (context: Context) => string | null) {
  const set = new Set(wanted);
  return (context: Context): boolean => {
    const value = read(context);
    return value !== null && set.has(value);
  };
}

function named<Context>(wanted: readonly string[], read: (context: Context) => string | null) {
  return oneOf(
    wanted.map((name) => nameOf(name) ?? ""),
    read,
  );
}

function tagged<Context>(wanted: readonly string[], read: (context: Context) => ReadonlySet<string>) {
  const names = wanted.map((name) => nameOf(name) ?? "");
  return (context: Context): boolean => {
    const tags = read(context);
    return tags.size > 0 && names.some((name) => tags.has(name));
  };
}

function join(path: string, step: string): string {
  return path === "" ? step : `${path}.${step}`;
}
