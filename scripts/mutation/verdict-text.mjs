/**
 * A verdict for people: a table, the excused mutants with their reasons, those that live, and excuses that hold no more.
 *
 * @param {import("./judge-report.mjs").Verdict} verdict
 * @returns {string}
 */
export function describeVerdict({ rows, excused, alive, stale }) {
  const columns = ["mutants", "killed", "timedOut", "excused", "alive"];
  const total = { file: "all" };
  for (const column of columns) total[column] = rows.reduce((sum, row) => sum + row[column], 0);
  const width = Math.max(...[...rows, total].map((row) => row.file.length));
  const line = (row) =>
    `  ${row.file.padEnd(width)}${columns.map((column) => String(row[column]).padStart(11)).join("")}`;
  const head = { file: "", mutants: "mutants", killed: "killed", timedOut: "timed out" };
  const table = [{ ...head, excused: "excused", alive: "alive" }, ...rows, total].map(line);
  return [
    ...table,
    ...section("Excused, because no test could tell them from the code:", excused, describeMutant),
    ...section(
      "Alive: kill them by a test, simplify the code, or excuse them with a reason.",
      alive,
      describeMutant,
    ),
    ...section("Excuses that do not stand for exactly one living mutant:", stale, describeMutant),
  ].join("\n");
}

function section(title, things, describe) {
  return things.length === 0 ? [] : ["", title, ...things.map(describe)];
}

function describeMutant({ place, file, code, becomes, status, reason }) {
  const what = `  ${place ?? file}  ${inOneLine(code)}  →  ${inOneLine(becomes)}`;
  return `${what}${reason ? `\n      ${reason}` : ""}${status && !reason ? ` (${status})` : ""}`;
}

const inOneLine = (text) => text.replace(/\s+/g, " ");
