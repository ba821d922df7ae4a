import { JsonNumber } from "./json.ts";
import { Refusal } from "./reply.ts";
import { parseDecimal } from "../values/decimal.ts";

const INT32_MAX = 2_147_483_647;

/**
 * The named values of a call. Names match whatever their case, as callers of Exigo rely on. Each reader
 * gives null for a value that is absent or null, and refuses one of the wrong kind with 400.
 */
export class RequestInput {
  readonly #values: ReadonlyMap<string, unknown>;

  private constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  static fromObject(object: object): RequestInput {
    return new RequestInput(
      new Map(Object.entries(object).map(([name, value]) => [name.toLowerCase(), value])),
    );
  }

  /** Reads `a=1&a=2`, `a[0]=1&a[1]=2` and `a[]=1` as lists. An empty value counts as absent, as .NET takes it. */
  static fromQuery(query: URLSearchParams): RequestInput {
    const values = new Map<string, unknown>();
    for (const [written, value] of query) {
      if (value === "") continue;
      const name = written.toLowerCase().replace(/\[\d*\]$/, "");
      const known = values.get(name);
      if (known === undefined) values.set(name, value);
      else values.set(name, Array.isArray(known) ? [...(known as unknown[]), value] : [known, value]);
    }
    return new RequestInput(values);
  }

  /** What the caller named, in small letters. */
  names(): string[] {
    return [...this.#values.keys()];
  }

  /** True when the caller named the value at all, be it as null. */
  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  text(name: string): string | null {
    const value = this.#single(name);
    if (value === null) return null;
    if (typeof value === "string") return value;
    if (value instanceof JsonNumber) return value.text;
    throw new Refusal(400, `${name} must be a text.`);
  }

  integer(name: string): number | null {
    const written = this.text(name);
    return written === null ? null : toInteger(name, written);
  }

  /** The amount in ten-thousandths. */
  decimalUnits(name: string): number | null {
    const written = this.text(name);
    if (written === null) return null;
    const units = parseDecimal(written);
    if (units === null) throw new Refusal(400, `${name} must be a decimal with at most four decimals.`);
    return units;
  }

  boolean(name: string): boolean | null {
    const value = this.#single(name);
    if (value === null || typeof value === "boolean") return value;
    if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
    throw new Refusal(400, `${name} must be true or false.`);
  }

  integers(name: string): number[] {
    return this.#list(name).map((item) =>
      toInteger(name, item instanceof JsonNumber ? item.text : String(item)),
    );
  }

  /** A list of texts; one value alone is a list of one. */
  texts(name: string): string[] {
    return this.#list(name).map((item) => {
      if (item instanceof JsonNumber) return item.text;
      if (typeof item === "string") return item;
      throw new Refusal(400, `${name} must be a list of texts.`);
    });
  }

  /** A list of objects, each to be read as a call's input is. */
  objects(name: string): RequestInput[] {
    return this.#list(name).map((item) => {
      if (!isObject(item)) throw new Refusal(400, `${name} must be a list of objects.`);
      return RequestInput.fromObject(item);
    });
  }

  /** An object; null when it is absent or null. */
  object(name: string): RequestInput | null {
    const value = this.#single(name);
    if (value === null) return null;
    if (!isObject(value)) throw new Refusal(400, `${name} must be an object.`);
    return RequestInput.fromObject(value);
  }

  /** A required text; the refusal names it. */
  requiredText(name: string): string {
    const value = this.text(name)?.trim() ?? "";
    if (value === "") throw new Refusal(400, `${name} is required.`);
    return value;
  }

  /** A required integer; the refusal names it. */
  requiredInteger(name: string): number {
    const value = this.integer(name);
    if (value === null) throw new Refusal(400, `${name} is required.`);
    return value;
  }

  /** The same input with further values, which win. */
  with(values: object): RequestInput {
    const added = RequestInput.fromObject(values);
    return new RequestInput(new Map([...this.#values, ...added.#values]));
  }

  #list(name: string): unknown[] {
    const value = this.#values.get(name.toLowerCase()) ?? [];
    return Array.isArray(value) ? (value as unknown[]) : [value];
  }

  #single(name: string): unknown {
    const value = this.#values.get(name.toLowerCase()) ?? null;
    if (Array.isArray(value)) throw new Refusal(400, `${name} takes one value.`);
    return value;
  }
}

function isObject(value: unknown): value is object {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

function toInteger(name: string, written: string): number {
  const value = /^-?\d{1,10}$/.test(written.trim()) ? Number(written) : Number.NaN;
  if (!Number.isInteger(value) || Math.abs(value) > INT32_MAX) {
    throw new Refusal(400, `${name} must be a whole number.`);
  }
  return value;
}
