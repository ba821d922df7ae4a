import path from "node:path";
import { parseArgs } from "node:util";

import type { ImportFormat, ImportMode } from "../../app/core/importing/index.ts";
import { ClearFailure } from "../bootstrap/clear-failure.mjs";

export interface ImportOptions {
  readonly shopDomain: string;
  readonly format: ImportFormat;
  readonly source: string;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly path: string;
  readonly resultPath: string;
  readonly summaryPath: string;
}

const USAGE =
  "Usage: npm run credits:import -- --shop DOMAIN --format FORMAT [--source NAME] [--mode skip|add] [--dry-run] [--result FILE] FILE";

/** Reads the command's words. Throws a ClearFailure that says which of them is wrong. */
export function readOptions(words: readonly string[], formats: readonly string[]): ImportOptions {
  const { values, positionals } = parse(words);
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new ClearFailure(`Name one file. ${USAGE}`);
  if (!values.shop) throw new ClearFailure(`Name the shop with --shop. ${USAGE}`);
  const format = oneOf("format", values.format, formats) as ImportFormat;
  const mode = oneOf("mode", values.mode ?? "skip", ["skip", "add"]) as ImportMode;
  const source = values.source ?? format;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(source)) {
    throw new ClearFailure("--source is a name of up to 40 letters a-z, digits and hyphens.");
  }
  const beside = path.join(path.dirname(file), path.basename(file, path.extname(file)));
  return {
    shopDomain: values.shop,
    format,
    source,
    mode,
    dryRun: values["dry-run"] ?? false,
    path: file,
    resultPath: values.result ?? `${beside}.result.csv`,
    summaryPath: `${(values.result ?? `${beside}.result.csv`).replace(/(\.result)?\.csv$/, "")}.summary.json`,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        shop: { type: "string" },
        format: { type: "string" },
        source: { type: "string" },
        mode: { type: "string" },
        result: { type: "string" },
        "dry-run": { type: "boolean" },
      },
    });
  } catch (error) {
    throw new ClearFailure(`${(error as Error).message} ${USAGE}`, { cause: error });
  }
}

function oneOf(name: string, value: string | undefined, known: readonly string[]): string {
  if (value !== undefined && known.includes(value)) return value;
  throw new ClearFailure(`--${name} is one of ${known.join(", ")}. ${USAGE}`);
}
