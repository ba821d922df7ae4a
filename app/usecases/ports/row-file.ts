/** A row as it stands in a file. */
export interface FileRow {
  /** Of its first character, from 1. */
  readonly line: number;
  /** null: from here on the file cannot be read, because a quote is not closed. */
  readonly cells: readonly string[] | null;
}

/** Rows in their order, and how much of the file has been read to get there. */
export interface FileChunk {
  readonly rows: readonly FileRow[];
  readonly bytesRead: number;
}

/** A file of rows, too large to be held in memory. */
export interface RowFile {
  /** Reads it from its beginning, its header first, some hundred rows at a time. Blank lines are left out. */
  readChunks(): AsyncIterable<FileChunk>;
}
