import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

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
  return { readChunks: () => readCsv(createReadStream(path), path) };
}

/** The same of bytes that come only once, such as an upload; `name` is what a fault calls them. */
export async function* readCsv(source: Readable, name: string): AsyncGenerator<FileChunk> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const start = await readStart(pieces, name);
  const delimiter = findDelimiter(start, name);
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
  const bytes = Readable.from(joined(start, pieces));
  bytes.on("data", (piece: Buffer) => lines.take(piece));
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
    if (!(error instanceof CsvError)) throw new FileFault(`${name} cannot be read`, { cause: error });
    rows.push({ line: lines.nextLine(), cells: null });
  } finally {
    bytes.destroy();
    source.destroy();
    parser.destroy();
  }
  if (rows.length > 0) yield { rows, bytesRead };
}

/** The first pieces until there is a line, or as much as a header may have. */
async function readStart(pieces: AsyncIterator<Buffer>, name: string): Promise<Buffer> {
  let start = Buffer.alloc(0);
  try {
    while (start.length < HEADER_BYTES && !start.includes("\n")) {
      const { done, value } = await pieces.next();
      if (done) break;
      start = Buffer.concat([start, Buffer.from(value)]);
    }
    return start;
  } catch (error) {
    throw new FileFault(`${name} cannot be read`, { cause: error });
  }
}

async function* joined(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value);
}

/** The one of the usual delimiters that the first line has most of. */
function findDelimiter(start: Buffer, name: string): string {
  if (start.length >= 2 && ["fffe", "feff"].includes(start.subarray(0, 2).toString("hex"))) {
    throw new FileFault(`${name} is in UTF-16: save it as CSV in UTF-8`);
  }
  const [header = ""] = start.toString("utf8").split(/\r?\n/, 1);
  const bare = header.replace(/"[^"]*"/g, "");
  const timesOf = (delimiter: string): number => bare.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, each) => (timesOf(each) > timesOf(best) ? each : best));
}
