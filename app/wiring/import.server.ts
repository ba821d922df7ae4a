import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";

import { createResultFile } from "#adapters/csv/result-file";
import { openCsvFile } from "#adapters/csv/row-file";
import type { Database } from "#adapters/mysql/database";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlMembersInBulk } from "#adapters/mysql/members-in-bulk";
import { createMysqlNamedLock } from "#adapters/mysql/named-lock";
import { createMysqlOpenings } from "#adapters/mysql/openings";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { getDatabase } from "#db";
import { importOpenings } from "#usecases/import-openings";
import type {
  ImportOpeningsInput,
  ImportOpeningsPorts,
  ImportOpeningsResult,
  ImportProgress,
} from "#usecases/import-openings";

export interface ImportFileInput extends Pick<
  ImportOpeningsInput,
  "shopDomain" | "format" | "source" | "mode" | "dryRun"
> {
  readonly path: string;
  /** Where rows that were not opened are listed. */
  readonly resultPath: string;
  readonly onProgress: (progress: ImportProgress & { readonly totalBytes: number }) => void;
}

const HEADER = ["line", "customer", "outcome", "reason"];

/**
 * The wiring of an import: what needs the database and a file, and nothing else. The ledger wakes nobody: the sweep
 * delivers the intents of a million entries in its own time. Throws a fault when the configuration is not complete.
 */
export function createImporter(database: Database = getDatabase()) {
  const ports = {
    programs: createMysqlPrograms(database),
    membersInBulk: createMysqlMembersInBulk(database),
    openings: createMysqlOpenings(database),
    ledger: createMysqlLedger(database),
    withLock: createMysqlNamedLock(database),
    digest: (content: string) => createHash("sha256").update(content).digest("hex"),
  };
  return {
    importFile: (input: ImportFileInput) => importFile(ports, input),
    close: () => database.close(),
  };
}

/** Imports the opening balances of a CSV file, and lists the rows that wait or were refused in another one. */
async function importFile(ports: ImportOpeningsPorts, input: ImportFileInput): Promise<ImportOpeningsResult> {
  const file = openCsvFile(input.path);
  const totalBytes = await stat(input.path).then(
    ({ size }) => size,
    () => 0,
  );
  const listed = createResultFile(input.resultPath, HEADER);
  try {
    return await importOpenings(ports, {
      ...input,
      file,
      async onRows(reports, progress) {
        const rows = reports.filter(({ reason }) => reason !== null);
        await listed.write(
          rows.map(({ line, customer, outcome, reason }) => [line, customer, outcome, reason]),
        );
        input.onProgress({ ...progress, totalBytes });
      },
    });
  } finally {
    await listed.close();
  }
}
