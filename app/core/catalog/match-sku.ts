/** The longest code of an item in Exigo. */
const MOST_CODE_LETTERS = 20;

/** Whether upper and lower case are told apart where a SKU is compared with a code. */
export type CodeCase = "exact" | "ignored";

/** A code as it is compared: without space around it. null: it cannot be one, being empty or longer than 20 letters. */
export function readItemCode(text: string | null): string | null {
  const code = text?.trim() ?? "";
  return code === "" || code.length > MOST_CODE_LETTERS ? null : code;
}

/**
 * The item that a SKU names, in Exigo's spelling. null: none does, or several do that differ in case alone, which is for
 * a person to decide.
 */
export function matchSku(
  sku: string | null,
  { codes, codeCase }: { readonly codes: readonly string[]; readonly codeCase: CodeCase },
): string | null {
  const wanted = readItemCode(sku);
  if (wanted === null) return null;
  if (codes.includes(wanted)) return wanted;
  if (codeCase === "exact") return null;
  const alike = codes.filter((code) => code.toLowerCase() === wanted.toLowerCase());
  return alike.length === 1 ? (alike[0] ?? null) : null;
}
