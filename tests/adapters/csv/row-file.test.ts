import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { createResultFile } from "#adapters/csv/result-file";
import { FileFault, openCsvFile } from "#adapters/csv/row-file";
import type { FileRow } from "#usecases/ports/row-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hc-csv-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(content: string | Buffer): Promise<FileRow[]> {
  const file = path.join(folder, "file.csv");
  writeFileSync(file, content);
  const rows: FileRow[] = [];
  for await (const chunk of openCsvFile(file).readChunks()) rows.push(...chunk.rows);
  return rows;
}

describe("a CSV file", () => {
  it("may have a byte order mark, Windows line ends, quotes and blank lines", async () => {
    const text = '\uFEFFa,b\r\n1,"two, ""2"""\r\n\r\n"x\r\ny",3\r\n4,5\r\n\r\n\r\n';
    expect(await read(text)).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", 'two, "2"'] },
      { line: 4, cells: ["x\r\ny", "3"] },
      { line: 6, cells: ["4", "5"] },
    ]);
  });

  it.each([
    [";", "a;b\n1;2"],
    ["tab", "a\tb\n1\t2"],
  ])("may be separated by %s", async (_name, text) => {
    expect((await read(text)).map(({ cells }) => cells)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  it("may have rows that are too short or too long, and stray quotes", async () => {
    expect((await read('a,b\n1\n1,2,3\n4,"5" z\n6,7\n')).map(({ cells }) => cells?.length)).toEqual([
      2, 1, 3, 2, 2,
    ]);
  });

  it("says from which line on it cannot be read", async () => {
    const rows = await read(`a,b\n1,2\n3,"never closed\n${"4,5\n".repeat(300_000)}`);
    expect(rows.at(-1)).toEqual({ line: 3, cells: null });
    expect(rows).toHaveLength(3);
  });

  it("counts lines right over many pieces", async () => {
    const rows = await read(
      `a,b\n${Array.from({ length: 50_000 }, (_, index) => `${index},${"x".repeat(index % 7)}\n`).join("")}`,
    );
    expect(rows).toHaveLength(50_001);
    expect(rows.every(({ line }, index) => line === index + 1)).toBe(true);
  });

  it("is refused in UTF-16, and when it is not there", async () => {
    await expect(read(Buffer.from("\uFEFFa,b\n", "utf16le"))).rejects.toThrow(FileFault);
    const missing = openCsvFile(path.join(folder, "none.csv")).readChunks();
    await expect(missing[Symbol.asyncIterator]().next()).rejects.toThrow(FileFault);
  });
});

describe("a result file", () => {
  it("is for its owner alone, and holds no formula", async () => {
    const file = path.join(folder, "result.csv");
    const result = createResultFile(file, ["line", "customer"]);
    await result.write([
      [2, "=HYPERLINK(1)"],
      [3, '+1,"x"'],
      [4, null],
    ]);
    await result.close();
    expect(readFileSync(file, "utf8")).toBe('line,customer\n2,\'=HYPERLINK(1)\n3,"\'+1,""x"""\n4,\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
