/** Bytes that all requests together may hold in memory. */
export interface ByteBudget {
  /** Takes bytes from the budget; false: there are not so many left, and none were taken. */
  take(bytes: number): boolean;
  giveBack(bytes: number): void;
}

/** A budget of so many bytes. */
export function createByteBudget(bytes: number): ByteBudget {
  let left = bytes;
  return {
    take(wanted) {
      if (wanted > left) return false;
      left -= wanted;
      return true;
    },
    giveBack(returned) {
      left += returned;
    },
  };
}
