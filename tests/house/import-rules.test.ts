import { createRequire } from "node:module";

import { beforeAll, describe, expect, it } from "vitest";

import { configFile, runCheck } from "./run-check.ts";

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** Rules about a single file are broken by that file; every other fixture is named after its rule. */
const singleFiles: Record<string, string> = {
  "config-reads-environment": "app/config.server.ts",
  "db-opens-database": "app/db.server.ts",
  "shopify-joins-library": "app/shopify.server.ts",
  "server-entry": "app/server.ts",
};

const config = createRequire(import.meta.url)(configFile(".dependency-cruiser.cjs")) as {
  forbidden: { name: string }[];
};

let violations: Violation[] = [];

beforeAll(async () => {
  const args = [
    "--config",
    configFile(".dependency-cruiser.cjs"),
    "--output-type",
    "json",
    "app",
    "scripts",
    "simulators",
  ];
  const { output } = await runCheck("depcruise", args, "imports");
  violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}, 60_000);

const filesThatBreak = (rule: string) =>
  violations.filter((violation) => violation.rule.name === rule).map((violation) => violation.from);

describe("import rules", () => {
  it.each(config.forbidden)("$name bites", ({ name }) => {
    expect(filesThatBreak(name).some((file) => file === singleFiles[name] || file.includes(`/${name}`))).toBe(
      true,
    );
  });

  it("keeps core from npm, from node: and from types of outside", () => {
    expect(filesThatBreak("core-pure").sort()).toEqual([
      "app/core/ledger/core-pure.node.ts",
      "app/core/ledger/core-pure.npm.ts",
      "app/core/ledger/core-pure.type.ts",
    ]);
  });

  it("lets routes and ingress import result types, and adapters the types of ports", () => {
    expect(violations.filter((violation) => violation.from.includes("allowed-"))).toEqual([]);
  });
});
