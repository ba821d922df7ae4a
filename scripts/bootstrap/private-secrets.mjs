import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Secrets made once and kept in a file that only its owner may read. Names that the file lacks are made and added,
 * so that a newer version finds its own in an older folder.
 *
 * @template {Record<string, () => string>} Makers
 * @param {string} file
 * @param {Makers} makers how each secret is made
 * @returns {{[name in keyof Makers]: string}}
 */
export function keepSecrets(file, makers) {
  let known = {};
  try {
    known = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  const missing = Object.keys(makers).filter((name) => !(name in known));
  if (missing.length === 0) return known;
  const complete = { ...known, ...Object.fromEntries(missing.map((name) => [name, makers[name]()])) };
  writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
  return complete;
}

/**
 * A random text that needs no quoting in SQL, addresses or shells.
 *
 * @param {number} bytes of randomness
 */
export function randomText(bytes) {
  return randomBytes(bytes).toString("hex");
}
