import { writeFileSync } from "node:fs";

import { FORMATS } from "../../app/core/importing/index.ts";
import { Fault, formatDecimal } from "../../app/core/units/index.ts";
import type { ImportOpeningsResult } from "../../app/usecases/import-openings.ts";
import { createImporter } from "../../app/wiring/import.server.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { readOptions } from "./options.ts";
import type { ImportOptions } from "./options.ts";
import { createProgress } from "./progress.ts";

/**
 * Usage: npm run credits:import -- --shop DOMAIN --format plain|smile|loyaltylion|yotpo|rivo [--source NAME]
 *          [--mode skip|add] [--dry-run] [--result FILE] FILE
 * Reads the app's environment. Exits with 1 when the import could not run, or a row was refused.
 */
export async function importCredits(): Promise<void> {
  const options = readOptions(process.argv.slice(2), Object.keys(FORMATS));
  const progress = createProgress(process.stderr);
  const began = performance.now();
  const result = await run(options, progress.show);
  progress.end();
  if (!result.ok) throw new ClearFailure(sentenceFor(result.refusal, options));
  const summary = summarize(options, result, performance.now() - began);
  writeFileSync(options.summaryPath, `${JSON.stringify(summary, null, 2)}\n`, { mode: 0o600 });
  process.stdout.write(printed(options, summary));
  if (summary.rows.refused > 0) process.exitCode = 1;
}

async function run(
  options: ImportOptions,
  onProgress: ReturnType<typeof createProgress>["show"],
): Promise<ImportOpeningsResult> {
  try {
    const importer = createImporter();
    const result = await importer.importFile({ ...options, onProgress });
    await importer.close();
    return result;
  } catch (failure) {
    if (!(failure instanceof Fault)) throw failure;
    if (failure.code === "lock_busy") throw new ClearFailure("Another import of this program is running.");
    throw new ClearFailure(`The import stopped: ${failure.message}. Run it again: it goes on where it was.`, {
      cause: failure,
    });
  }
}

type Refusal = Extract<ImportOpeningsResult, { ok: false }>["refusal"];

function sentenceFor(refusal: Refusal, { path, format }: ImportOptions): string {
  switch (refusal.code) {
    case "shop_unknown":
      return `${refusal.shopDomain} has not installed the app.`;
    case "file_empty":
      return `${path} is empty: its first line must name the columns.`;
    case "column_missing":
      return (
        `${path} is no ${format} file: it has none of the columns ${refusal.expected.join(", ")}. ` +
        `Its columns are ${refusal.found.join(", ")}.`
      );
  }
}

function summarize(
  { path, format, source, mode, dryRun, shopDomain, resultPath }: ImportOptions,
  { counts, scale, startedAt }: Extract<ImportOpeningsResult, { ok: true }>,
  tookMs: number,
) {
  return {
    ...{ file: path, shop: shopDomain, format, source, mode, dryRun, startedAt },
    rows: counts.rows,
    reasons: counts.reasons,
    openedCredits: formatDecimal(counts.openedMinor, scale),
    listedIn: resultPath,
    tookSeconds: Math.round(tookMs / 100) / 10,
  };
}

function printed({ summaryPath }: ImportOptions, summary: ReturnType<typeof summarize>): string {
  const { opened, unchanged, waiting, nothing, refused } = summary.rows;
  const reasons = Object.entries(summary.reasons).map(([reason, count]) => `    ${count} × ${reason}\n`);
  const verb = summary.dryRun ? "would be opened" : "opened";
  return [
    `  ${opened} rows ${verb}, ${summary.openedCredits} credits\n`,
    `  ${unchanged} unchanged: opened before\n`,
    `  ${waiting} waiting for customers who are no members yet\n`,
    `  ${nothing} without credits\n`,
    `  ${refused} refused\n`,
    ...reasons,
    `  ${summary.tookSeconds} s. Rows that wait or were refused: ${summary.listedIn}. Summary: ${summaryPath}\n`,
  ].join("");
}
