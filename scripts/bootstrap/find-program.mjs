import { accessSync, constants } from "node:fs";
import path from "node:path";

/** Server programs live outside an ordinary user's PATH on Debian, and in folders of their own under Homebrew. */
const otherFolders = [
  "/usr/sbin",
  "/usr/local/sbin",
  "/usr/local/bin",
  "/opt/homebrew/bin",
  "/opt/homebrew/opt/mariadb/bin",
  "/opt/homebrew/opt/mysql/bin",
  "/usr/local/opt/mariadb/bin",
  "/usr/local/opt/mysql/bin",
  "/usr/local/mysql/bin",
];

/**
 * The first of several programs that is installed.
 *
 * @param {string[]} names in order of preference
 * @param {string} [searchPath] folders to look in; by default PATH and the usual places of server programs
 * @returns {string | null} absolute path, null when none is installed
 */
export function findProgram(names, searchPath = defaultSearchPath()) {
  for (const name of names) {
    for (const folder of searchPath.split(path.delimiter).filter(Boolean)) {
      const candidate = path.join(folder, name);
      if (isExecutable(candidate)) return candidate;
    }
  }
  return null;
}

function defaultSearchPath() {
  // PROGRAM_SEARCH_PATH replaces every folder, so that a test can show a machine with other programs than this one.
  if (process.env.PROGRAM_SEARCH_PATH !== undefined) return process.env.PROGRAM_SEARCH_PATH;
  return [process.env.PATH ?? "", ...otherFolders].join(path.delimiter);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
