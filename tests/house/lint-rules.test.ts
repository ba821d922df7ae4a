import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = fileURLToPath(new URL("fixtures/lint/", import.meta.url));

const cases = readdirSync(fixtures).map((name) => {
  const code = readFileSync(fixtures + name, "utf8");
  const said = (word: string) => new RegExp(`^// ${word}: (.+)$`, "m").exec(code)?.[1];
  const file = said("as");
  if (file === undefined) throw new Error(`${name} does not say as which file it is read`);
  return { name, code, file, breaks: said("breaks") };
});

const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: {
      // The fixtures are read under names of files that do not exist.
      parserOptions: {
        projectService: { allowDefaultProject: [...new Set(cases.map((each) => each.file))] },
      },
    },
  },
});

async function rulesBrokenBy(code: string, filePath: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: root + filePath });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

describe("lint rules", { timeout: 60_000 }, () => {
  it.each(cases.filter((each) => each.breaks !== undefined))(
    "refuse $name",
    async ({ code, file, breaks }) => {
      expect(await rulesBrokenBy(code, file)).toEqual([breaks]);
    },
  );

  it.each(cases.filter((each) => each.breaks === undefined))("allow $name", async ({ code, file }) => {
    expect(await rulesBrokenBy(code, file)).toEqual([]);
  });

  it.each(["app/server.ts", "scripts/demo.mjs", "simulators/exigo/main.ts"])(
    "refuse a file of 301 lines and a function of 71 as %s",
    async (file) => {
      expect(await rulesBrokenBy(lines(301, "// why"), file)).toEqual(["max-lines"]);
      const long = `export function long() {\n${lines(69, "  // why")}}\n`;
      expect(await rulesBrokenBy(long.replace("{\n", "{\n  // why\n"), file)).toEqual([
        "max-lines-per-function",
      ]);
      expect(await rulesBrokenBy(long.replace("  // why\n", ""), file)).toEqual([]);
    },
  );
});
