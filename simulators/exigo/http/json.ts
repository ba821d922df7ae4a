/** A JSON number as it was written, so that a decimal is never read through a float. */
export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

// Both are in Node since version 22, but not yet in TypeScript's library files.
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
const parseWithSource = JSON.parse as ParseWithSource;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

/** Parses JSON with every number kept as JsonNumber. Throws SyntaxError as JSON.parse does. */
export function parseJson(text: string): unknown {
  return parseWithSource(text, (_key, value, context) =>
    typeof value === "number" ? new JsonNumber(context.source ?? String(value)) : value,
  );
}

/** A decimal that JSON.stringify writes as a number, digit by digit. */
export function jsonDecimal(text: string): object {
  return rawJSON(text);
}
