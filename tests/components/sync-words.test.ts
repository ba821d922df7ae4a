import { expect, it } from "vitest";

import { OWNERSHIP } from "#core/sync";

import { fieldWords } from "../../app/components/words/sync-words.tsx";

it("calls every field of the table of ownership by a word for people", () => {
  const fields = OWNERSHIP.flatMap((rule) => rule.fields);
  expect(fields.length).toBeGreaterThan(15);
  expect(fields.filter((field) => !(field in fieldWords))).toEqual([]);
});
