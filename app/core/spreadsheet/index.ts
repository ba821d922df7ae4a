export { csvLine } from "./csv-line.ts";
export type { Cell } from "./csv-line.ts";
