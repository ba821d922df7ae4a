/** Text that JSON writes as it is, between quotes. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** From so many items on, an array is worth the question whether the engine writes it as it is to be written. */
const MANY = 20;

/** JSON with the members of every object in order of their names, so that equal values give equal text. */
export function canonicalJson(value: unknown): string {
  // Every entry and key of the ledger comes through here: one string that grows is faster than joined lists, and
  // most text needs no escaping.
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  let text = "";
  if (Array.isArray(value)) {
    if (value.length >= MANY && value.every(isInOrder)) return JSON.stringify(value);
    for (const item of value) text += `${text === "" ? "" : ","}${canonicalJson(item)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined) continue;
    text += `${text === "" ? "" : ","}${quoted(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** True when JSON by itself writes the value's members in order of their names, and nothing else than we do. */
function isInOrder(value: unknown): boolean {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return true;
  if (value === null) return true;
  if (typeof value !== "object" || "toJSON" in value) return false;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before = "";
  for (const name of Object.keys(value)) {
    if (name < before || !isInOrder((value as Record<string, unknown>)[name])) return false;
    before = name;
  }
  return true;
}

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}
