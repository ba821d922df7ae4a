const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;

/** A short name of a text: 16 characters, another one when anything changed. No protection of what the text says. */
export function fingerprintOf(text: string): string {
  let hash = FNV_OFFSET;
  for (const character of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * FNV_PRIME);
  }
  return hash.toString(16).padStart(16, "0");
}
