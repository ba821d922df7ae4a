import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { areDependenciesInstalled } from "../../../scripts/bootstrap/dependencies.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "root-"));
  mkdirSync(path.join(root, "node_modules"));
});

afterEach(() => rmSync(root, { recursive: true }));

const write = (file: string, packages: object) =>
  writeFileSync(path.join(root, file), JSON.stringify({ packages }));
const areInstalled = () => areDependenciesInstalled(root, process.execPath);

describe("the npm packages", () => {
  it("are missing until npm has written its account of them", () => {
    write("package-lock.json", { "": {}, "node_modules/zod": { version: "4.6.7" } });
    expect(areInstalled()).toBe(false);
  });

  it("are there when every one has the version of the lock file, those of other platforms left out", () => {
    const other = { "node_modules/darwin-only": { version: "1.0.0", optional: true } };
    write("package-lock.json", { "": {}, "node_modules/zod": { version: "4.6.7" }, ...other });
    write("node_modules/.package-lock.json", { "node_modules/zod": { version: "4.6.7" } });
    expect(areInstalled()).toBe(true);
  });

  it("are others when a version differs", () => {
    write("package-lock.json", { "": {}, "node_modules/zod": { version: "4.6.8" } });
    write("node_modules/.package-lock.json", { "node_modules/zod": { version: "4.6.7" } });
    expect(areInstalled()).toBe(false);
  });
});
