import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

import { Fault } from "#core/units";
import type { FileChunk, FileRow, RowFile } from "#usecases/ports/row-file";
import { CsvError, parse } from "csv-parse";
import type { CastingContext } from "csv-parse";

import { createLineCounter } from "./line-counter.server.ts";

/** The file cannot be read as CSV text at all. */
export class FileFault extends Fault {
  readonly code = "file_unreadable";
  readonly retryable = false;
}

const ROWS_PER_CHUNK = 500;
/** No row is as long as this; a quote that is never closed would take in the rest of the file. */
const MAX_ROW_BYTES = 1_000_000;
const HEADER_BYTES = 65_536;

/**
 * A CSV file in UTF-8 as spreadsheets and shops write it: with or without a byte order mark, with any line ends,
 * separated by commas, semicolons or tabs. Held in memory are some hundred rows. Throws a {@link FileFault} for a file
 * that is not there or is in UTF-16.
 */
export function openCsvFile(path: string): RowFile {
  return { readChunks: () => readChunks(path) };
}

async function* readChunks(path: string): AsyncGenerator<FileChunk> {
  const delimiter = await findDelimiter(path);
  const lines = createLineCounter();
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    max_record_size: MAX_ROW_BYTES,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  const bytes = createReadStream(path);
  bytes.on("data", (piece) => lines.take(Buffer.from(piece)));
  bytes.on("error", (error) => parser.destroy(error));
  bytes.pipe(parser);
  let rows: FileRow[] = [];
  let bytesRead = 0;
  try {
    for await (const item of parser) {
      const { record, info } = item as { record: string[]; info: CastingContext & { bytes: number } };
      rows.push({ line: lines.startOfRow(info.bytes, info.empty_lines), cells: record });
      bytesRead = info.bytes;
      if (rows.length < ROWS_PER_CHUNK) continue;
      yield { rows, bytesRead };
      rows = [];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw new FileFault(`${path} cannot be read`, { cause: error });
    rows.push({ line: lines.nextLine(), cells: null });
  } finally {
    bytes.destroy();
    parser.destroy();
  }
  if (rows.length > 0) yield { rows, bytesRead };
}

/** The one of the usual delimiters that the first line has most of. */
async function findDelimiter(path: string): Promise<string> {
  const start = await readStart(path);
  if (start.length >= 2 && ["fffe", "feff"].includes(start.subarray(0, 2).toString("hex"))) {
    throw new FileFault(`${path} is in UTF-16: save it as CSV in UTF-8`);
  }
  const [header = ""] = start.toString("utf8").split(/\r?\n/, 1);
  const bare = header.replace(/"[^"]*"/g, "");
  const timesOf = (delimiter: string): number => bare.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, each) => (timesOf(each) > timesOf(best) ? each : best));
}

async function readStart(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new FileFault(`${path} cannot be read`, { cause: error });
  }
}
