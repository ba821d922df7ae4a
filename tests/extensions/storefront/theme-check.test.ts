import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { themeCheckRun } from "@shopify/theme-check-node";
import { expect, it } from "vitest";
import { themeExtensionDir } from "../../simulators/storefront/open-shop.ts";

async function offencesIn(folder: string): Promise<string[]> {
  const { offenses } = await themeCheckRun(folder, "theme-check:theme-app-extension");
  return offenses.map(({ check, message, uri }) => `${check}: ${message} (${uri.split("/").at(-1)})`);
}

it("has no offence for the official theme linter", async () => {
  expect(await offencesIn(themeExtensionDir)).toEqual([]);
});

it("would be told of an offence", async () => {
  const copy = mkdtempSync(join(tmpdir(), "theme-check-"));
  try {
    cpSync(themeExtensionDir, copy, { recursive: true });
    writeFileSync(
      join(copy, "snippets", "bad.liquid"),
      "{{ 'credits.no_such_text' | t }}{% render 'nowhere' %}",
    );
    expect((await offencesIn(copy)).join("\n")).toMatch(
      /TranslationKeyExists[\s\S]*MissingTemplate|MissingTemplate[\s\S]*TranslationKeyExists/,
    );
  } finally {
    rmSync(copy, { recursive: true });
  }
});
