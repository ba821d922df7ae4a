/** How often each digest came, in a few bytes per digest: a file of a million rows fits in some megabytes. */
export interface RowCounts {
  /** Counts one more of the digest (hexadecimal, at least 13 digits); returns how many came before. */
  next(digest: string): number;
  /** How many came. */
  count(digest: string): number;
}

const FIRST_CAPACITY = 1_024;

/** Counts by the first 52 bits of a digest: two rows of a million share them once in four billion files. */
export function createRowCounts(): RowCounts {
  let numbers = new Float64Array(FIRST_CAPACITY);
  let counts = new Uint32Array(FIRST_CAPACITY);
  let used = 0;

  const slotOf = (number: number): number => {
    let slot = number % numbers.length;
    while (counts[slot] !== 0 && numbers[slot] !== number) slot = (slot + 1) % numbers.length;
    return slot;
  };

  const grow = (): void => {
    const [oldNumbers, oldCounts] = [numbers, counts];
    numbers = new Float64Array(oldNumbers.length * 2);
    counts = new Uint32Array(oldCounts.length * 2);
    oldCounts.forEach((count, index) => {
      if (count === 0) return;
      const number = oldNumbers[index] ?? 0;
      const slot = slotOf(number);
      numbers[slot] = number;
      counts[slot] = count;
    });
  };

  return {
    next(digest) {
      const number = numberOf(digest);
      const slot = slotOf(number);
      const before = counts[slot] ?? 0;
      numbers[slot] = number;
      counts[slot] = before + 1;
      if (before === 0) used += 1;
      if (used * 2 > numbers.length) grow();
      return before;
    },
    count: (digest) => counts[slotOf(numberOf(digest))] ?? 0,
  };
}

function numberOf(digest: string): number {
  return Number.parseInt(digest.slice(0, 13), 16);
}
