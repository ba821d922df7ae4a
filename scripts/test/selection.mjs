import { existsSync } from "node:fs";
import path from "node:path";

import { ClearFailure } from "../bootstrap/clear-failure.mjs";
import { repositoryRoot } from "../bootstrap/places.mjs";
import { checkStages, chosenTests, testStages } from "./stages.mjs";

const everyStage = [...checkStages, ...testStages];

/**
 * The stages that the words after `npm test --` choose: all of them for none, `checks` for those without tests,
 * stages by name, and tests by file or folder.
 *
 * @param {string[]} words
 * @returns {import("./stages.mjs").Stage[]}
 */
export function selectStages(words) {
  if (words.length === 0) return everyStage;
  const places = words.filter(
    (word) => existsSync(path.join(repositoryRoot, word)) && word.startsWith("tests"),
  );
  const names = words.filter((word) => !places.includes(word));
  const unknown = names.find((name) => name !== "checks" && !everyStage.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    const known = ["checks", ...everyStage.map((stage) => stage.name)].join(", ");
    throw new ClearFailure(`There is no stage and no test file named "${unknown}". Stages: ${known}.`);
  }
  const named = everyStage.filter(
    (stage) => names.includes(stage.name) || (names.includes("checks") && checkStages.includes(stage)),
  );
  return places.length > 0 ? [...named, chosenTests(places)] : named;
}
