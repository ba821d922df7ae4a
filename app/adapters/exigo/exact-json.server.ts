// Both are in Node since version 22, but not yet in TypeScript's library files.
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
const parseWithSource = JSON.parse as ParseWithSource;
const { rawJSON } = JSON as unknown as { rawJSON(text: string): object };

/**
 * Parses JSON with every number as the text it was written in: `{"balance":12.50}` gives `"12.50"`. A number
 * of four decimals does not always survive as a float. Throws SyntaxError as JSON.parse does.
 */
export function parseExactJson(text: string): unknown {
  return parseWithSource(text, (_key, value, { source }) =>
    typeof value === "number" ? (source ?? String(value)) : value,
  );
}

/** A plain decimal that JSON.stringify writes as a number, digit by digit. */
export function jsonDecimal(text: string): object {
  return rawJSON(text);
}
