import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

import { csvLine } from "#core/spreadsheet";

/** A CSV file under way; only its owner may read it, because rows name people. */
export interface ResultFile {
  /** Appends rows; resolves when there is room for more. */
  write(rows: readonly (readonly (string | number | null)[])[]): Promise<void>;
  close(): Promise<void>;
}

/** Begins the file anew with a header. */
export function createResultFile(path: string, header: readonly string[]): ResultFile {
  const stream = createWriteStream(path, { mode: 0o600 });
  const ended = finished(stream);
  // A disk that is full shows with the next write or the close.
  ended.catch(() => undefined);
  const write = async (rows: Parameters<ResultFile["write"]>[0]): Promise<void> => {
    if (rows.length === 0) return;
    const text = rows.map((row) => `${csvLine(row)}\n`).join("");
    if (!stream.write(text)) await Promise.race([once(stream, "drain"), ended]);
  };
  void write([header]);
  return {
    write,
    async close() {
      stream.end();
      await ended;
    },
  };
}
