import { globSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { configFile } from "./run-check.ts";

/** A comparison that ends at the first byte that differs, of something that only its owner may know. */
const LEAKY = /\b\w*(?:hmac|digest|signature|secret)\w*\b(?:\([^()]*\))?\s*[!=]==?\s*(?!null|undefined|=)\S/i;
const LEAKY_TURNED =
  /(?<!\b(?:typeof|null|undefined))\s[!=]==?\s*[\w.]*(?:hmac|digest|signature|secret)\w*\b/i;

/** The ledger's digest of what a command says: who asks knows both, and nothing is guarded by it. */
const OF_OWN_CONTENT = /\bcontentDigest\b/;

const findLeaks = (source: string): string[] =>
  source
    .split("\n")
    .filter((line) => (LEAKY.test(line) || LEAKY_TURNED.test(line)) && !OF_OWN_CONTENT.test(line));

test("nothing in the app compares digests or signatures in a time that tells how much of them is right", () => {
  const files = globSync(configFile("app/**/*.{ts,tsx}"), { exclude: (path) => path.includes("generated") });
  expect(files.length).toBeGreaterThan(100);
  const leaks = files.flatMap((file) =>
    findLeaks(readFileSync(file, "utf8")).map((line) => `${file}: ${line}`),
  );
  expect(leaks).toEqual([]);
});

test.each([
  "if (hmac === expected) return;",
  "return digestOf(body) !== given;",
  "given == expectedSignature",
  "const same = given !== expected.signatureText;",
])("the scan finds `%s`", (line) => {
  expect(findLeaks(line)).toEqual([line]);
});

test.each([
  "if (signature === null) return;",
  "previousSecret === undefined ? [] : [previousSecret]",
  "matches += Number(given.length === expected.length && timingSafeEqual(given, expected));",
])("the scan leaves `%s` alone", (line) => {
  expect(findLeaks(line)).toEqual([]);
});
