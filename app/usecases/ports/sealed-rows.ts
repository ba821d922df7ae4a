/** What is sealed at rest, of every kind. */
export interface SealedRows {
  /**
   * Seals anew, with the first key, what another key sealed: one page after `cursor` (null: from the beginning). A row
   * that changed meanwhile is left alone. `unopened` rows could not be opened with any key. `cursor` null: that was all.
   */
  resealNext(cursor: string | null): Promise<{ cursor: string | null; resealed: number; unopened: number }>;
}
