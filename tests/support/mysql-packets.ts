const OK = 0x00;
const ERROR = 0xff;
const MORE_RESULTS = 0x0008;

/**
 * Whether a piece of what a MySQL server sends ends the answer to a packet of statements that return no rows: its
 * last packet says that no further result follows, or that a statement failed.
 */
export function endsAnswer(piece: Buffer): boolean {
  let last: Buffer | null = null;
  for (let at = 0; at + 4 <= piece.length;) {
    const end = at + 4 + piece.readUIntLE(at, 3);
    if (end > piece.length) return false;
    last = piece.subarray(at + 4, end);
    at = end;
  }
  if (last?.[0] === ERROR) return true;
  if (last?.[0] !== OK) return false;
  const rowsEnd = 1 + lengthOfNumber(last, 1);
  const status = last.readUInt16LE(rowsEnd + lengthOfNumber(last, rowsEnd));
  return (status & MORE_RESULTS) === 0;
}

/** How many bytes a length-encoded number takes. */
function lengthOfNumber(packet: Buffer, at: number): number {
  return { 0xfc: 3, 0xfd: 4, 0xfe: 9 }[packet[at] ?? 0] ?? 1;
}
