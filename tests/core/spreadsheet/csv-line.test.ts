import { expect, test } from "vitest";

import { csvLine } from "#core/spreadsheet";

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
])("takes from %j what a spreadsheet would run", (text, cell) => {
  expect(csvLine([text])).toBe(cell);
});

test("leaves numbers and decimals as they are, below zero too", () => {
  expect(csvLine([-5, 12.5, { decimal: "-0.05" }, { decimal: "1250" }, null])).toBe("-5,12.5,-0.05,1250,");
});

test("takes for a decimal only what is one", () => {
  expect(csvLine([{ decimal: "-1+1" }, { decimal: "=1" }])).toBe("'-1+1,'=1");
});

test("quotes what would end a cell or a line", () => {
  expect(csvLine(["Mugs, Ltd", 'The "Cup"', "two\nlines", "plain"])).toBe(
    '"Mugs, Ltd","The ""Cup""","two\nlines",plain',
  );
});
