import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { repositoryRoot } from "./places.mjs";

/**
 * Does work only when the files that it depends on have changed since it was last done well.
 *
 * @param {string} name of the work
 * @param {string[]} inputs files and folders, from the repository's root; missing ones count as empty
 * @param {() => Promise<void>} work
 * @param {{isPresent: () => boolean}} output whether the work's result is still there
 * @returns {Promise<boolean>} whether the work was done now
 */
export async function whenChanged(name, inputs, work, { isPresent }) {
  const stampFile = path.join(repositoryRoot, ".local/stamps", name);
  const digest = digestOf(inputs);
  if (isPresent() && readStamp(stampFile) === digest) return false;
  rmSync(stampFile, { force: true });
  await work();
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, digest);
  return true;
}

function readStamp(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** One digest of the names and contents of all files under the inputs. */
export function digestOf(inputs, root = repositoryRoot) {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesUnder(path.join(root, input))).sort()) {
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(place) {
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return [place];
  return readdirSync(place, { withFileTypes: true, recursive: true })
    .filter((item) => item.isFile())
    .map((item) => path.join(item.parentPath, item.name));
}
