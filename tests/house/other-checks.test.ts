import { readdirSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { configFile, runCheck } from "./run-check.ts";

describe("the compiler, the formatter and the search for unused code", { timeout: 60_000 }, () => {
  it("refuses an unchecked index, undefined for a missing property, and syntax that Node cannot strip", async () => {
    const { code, output } = await runCheck("tsc", ["--noEmit", "--project", "tsconfig.json"], "types");
    expect(code).not.toBe(0);
    expect(output).toMatch(/unchecked-index\.ts.*TS2322/);
    expect(output).toMatch(/undefined-for-missing\.ts.*TS2375/);
    expect(output).toMatch(/enum\.ts.*TS1294/);
  });

  it("refuses another way of writing", async () => {
    const args = ["--config", configFile(".prettierrc"), "--ignore-path", "none", "--check", "."];
    const { code, output } = await runCheck("prettier", args, "format");
    expect(code).toBe(1);
    expect(output).toContain("single-quotes.ts");
  });

  it("refuses unused files, exports and dependencies", async () => {
    const { code, output } = await runCheck("knip", ["--config", configFile("knip.json")], "unused");
    expect(code).toBe(1);
    expect(output).toMatch(/Unused files[^]*left-behind\.ts/);
    expect(output).toMatch(/Unused exports[^]*forgotten/);
    expect(output).toMatch(/Unused dependencies[^]*zod/);
  });
});

describe("the layout", () => {
  it("marks every adapter as server code, which keeps it out of the browser", () => {
    const files = readdirSync(configFile("app/adapters"), { recursive: true, withFileTypes: true });
    const unmarked = files.filter((file) => file.isFile() && !/\.server\.tsx?$/.test(file.name));
    expect(unmarked.map((file) => file.name)).toEqual([]);
  });
});
