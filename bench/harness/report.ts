import type { Figure } from "./figure.ts";

/** One line of JSON per figure, for programs. */
export function toJsonLines(figures: readonly Figure[]): string {
  return figures.map((figure) => `${JSON.stringify(toRecord(figure))}\n`).join("");
}

function toRecord(figure: Figure) {
  return {
    goal: figure.goal,
    what: figure.what,
    value: rounded(figure.value, 1),
    unit: figure.unit,
    raw: figure.raw === null ? null : rounded(figure.raw, 1),
    ratio: figure.ratio === null ? null : rounded(figure.ratio, 3),
    p50_ms: rounded(figure.p50Ms, 3),
    p99_ms: rounded(figure.p99Ms, 3),
    spread: rounded(figure.spread, 3),
    wanted: figure.wanted,
    pass: figure.pass,
  };
}

const HEADINGS = [
  "goal",
  "what",
  "value",
  "unit",
  "raw",
  "ratio",
  "p50 ms",
  "p99 ms",
  "spread",
  "wanted",
  "",
];
const NUMBERS = new Set([2, 4, 5, 6, 7, 8]);

/** A table for people. */
export function toTable(figures: readonly Figure[]): string {
  const lines = [HEADINGS, ...figures.map(toCells)];
  const widths = HEADINGS.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
  return lines.map((line) => `${line.map(pad).join("  ").trimEnd()}\n`).join("");
}

function toCells(figure: Figure): string[] {
  return [
    figure.goal,
    figure.what,
    grouped(figure.value),
    figure.unit,
    figure.raw === null ? "" : grouped(figure.raw),
    figure.ratio === null ? "" : figure.ratio.toFixed(2),
    figure.p50Ms.toFixed(2),
    figure.p99Ms.toFixed(2),
    `${(figure.spread * 100).toFixed(0)} %`,
    figure.wanted,
    figure.pass ? "reached" : "MISSED",
  ];
}

function grouped(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places));
}
