import type { Instant } from "../units/index.ts";
import type { Calendar } from "./calendar.ts";
import type { EarnRulesDocument } from "./document.ts";

/** A version of a program's earn rules that may judge orders; never changed once it is stored. */
export interface RuleVersion {
  readonly version: number;
  /** Orders placed from then on are judged by it. */
  readonly activeFrom: Instant;
  readonly document: EarnRulesDocument;
  /** The zone's offsets as they were known when the version was saved. */
  readonly calendar: Calendar;
}

/**
 * The version that was in force at an instant: the one that became active last, and of two that became active
 * together the later one. So a version that is scheduled takes over when its day comes, also from one that was saved
 * after it. Before the first version the first one is in force: a shop that installs the app has no rule for its
 * past, and an old order that is told again earns instead of being explained away. null: there is no version.
 */
export function versionInForce<Version extends Pick<RuleVersion, "version" | "activeFrom">>(
  versions: readonly Version[],
  at: Instant,
): Version | null {
  const inTurn = [...versions].sort((a, b) =>
    a.activeFrom < b.activeFrom ? -1 : a.activeFrom > b.activeFrom ? 1 : a.version - b.version,
  );
  return inTurn.findLast(({ activeFrom }) => activeFrom <= at) ?? inTurn[0] ?? null;
}

/** From when on the program has rules for signing up, on or off since; null: it never had one that is on. Pure. */
export function signUpsCountFrom(versions: readonly RuleVersion[]): Instant | null {
  const begins = versions.flatMap(({ document, activeFrom }) =>
    document.system.signUp.enabled ? activeFrom : [],
  );
  return begins.sort()[0] ?? null;
}
