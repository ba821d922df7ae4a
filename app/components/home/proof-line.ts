import type { ProofReport } from "#core/reading";

import { agoWords, countWords, findingPlace, findingUrl } from "../words/proof-words.tsx";

/** A state of something that moves by itself, in one line. */
export interface HealthLine {
  readonly name: string;
  readonly text: string;
  readonly tone: "success" | "info" | "attention" | "warning" | "critical" | undefined;
  /** Said below the name. */
  readonly detail?: string;
  /** Where more is to be seen. */
  readonly url?: string;
}

/** A proof that is older than a night and a day has been missed. */
const MISSED_MS = 36 * 3_600_000;

const name = "Ledger";
const PAGE = "/app/liability#proof";

/** How the ledger was last proved, or how far the proof is that is under way. */
export function proofLine({ now, last, next, trouble }: ProofReport): HealthLine {
  if (last?.finding) {
    const detail = findingPlace(last.finding);
    return { name, text: "Does not hold", tone: "critical", detail, url: findingUrl(last.finding) ?? PAGE };
  }
  if (trouble === "proof_failed") return { name, text: "Proof failed", tone: "warning", url: PAGE };
  if (next?.state === "running") {
    const { entries, entriesInAll } = next;
    const share = entriesInAll === 0 ? 0 : Math.min(100, Math.floor((100 * entries) / entriesInAll));
    return { name, text: `Proving, ${share}%`, tone: "info", url: PAGE };
  }
  if (next) return { name, text: "Proof begins shortly", tone: "info", url: PAGE };
  if (!last) return { name, text: "Not proved yet", tone: undefined, url: PAGE };
  const agoMs = Date.parse(now) - Date.parse(last.finishedAt);
  return {
    name,
    text: `Proved ${agoWords(agoMs)}`,
    tone: agoMs > MISSED_MS ? "warning" : "success",
    detail: `${countWords(last.entries, "entry", "entries")}, 0 findings`,
    url: PAGE,
  };
}
