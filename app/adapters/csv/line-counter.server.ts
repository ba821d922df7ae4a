const NEWLINE = 10;

/**
 * Tells the lines on which rows begin, from the bytes of the file. The parser's own count is no help: it counts the
 * line ends inside quotes twice when they are Windows'.
 */
export function createLineCounter() {
  const pieces: Buffer[] = [];
  /** Position in the file of the first byte of `pieces`. */
  let position = 0;
  let linesBefore = 0;
  let blankBefore = 0;

  /** Counts line ends up to `end`, and forgets the bytes before it. */
  const countTo = (end: number): number => {
    let count = 0;
    while (position < end && pieces[0]) {
      const piece = pieces[0];
      const taken = piece.subarray(0, end - position);
      for (let at = taken.indexOf(NEWLINE); at >= 0; at = taken.indexOf(NEWLINE, at + 1)) count += 1;
      position += taken.length;
      if (taken.length === piece.length) pieces.shift();
      else pieces[0] = piece.subarray(taken.length);
    }
    return count;
  };

  return {
    /** The next bytes of the file. */
    take: (piece: Buffer): void => void pieces.push(piece),
    /** Line of the row that ends before byte `end`, with `blankLines` blank ones in the file so far. */
    startOfRow(end: number, blankLines: number): number {
      const line = linesBefore + 1 + (blankLines - blankBefore);
      linesBefore += countTo(end);
      blankBefore = blankLines;
      return line;
    },
    /** Line after the last row. */
    nextLine: (): number => linesBefore + 1,
  };
}
