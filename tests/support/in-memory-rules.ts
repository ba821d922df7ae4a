import { decideGrants, liftSimpleRule, utcCalendar } from "#core/rules";
import type { ApprovalThreshold, EarnRulesDocument } from "#core/rules";
import type { Caps } from "#usecases/ports/caps";
import type { EarnRules, EarnRulesRecord } from "#usecases/ports/earn-rules";

import { NOW } from "../core/ledger/commands.ts";
import { createInMemoryPrograms } from "./in-memory-app.ts";

/** The rules of a program that was just installed. */
export const firstDocument: EarnRulesDocument = liftSimpleRule({
  kind: "perCurrencyUnit",
  enabled: true,
  creditsPerUnitMicros: 1_000_000,
  currency: "USD",
  rounding: "floor",
  expiresAfterDays: null,
});

/** Caps in memory, by the same core as the real ones; every claim comes once. */
export function createInMemoryCaps(): Caps {
  const used = new Map<string, number>();
  const answers = new Map<string, readonly number[]>();
  return {
    claim(_programId, { subject, accountId }, wants) {
      const known = answers.get(subject);
      if (known) return Promise.resolve(known);
      const grants = decideGrants(wants, accountId, used, []);
      for (const { keys, grantedMinor } of grants) {
        for (const key of keys) used.set(key, (used.get(key) ?? 0) + grantedMinor);
      }
      const answer = grants.map(({ grantedMinor }) => grantedMinor);
      answers.set(subject, answer);
      return Promise.resolve(answer);
    },
  };
}

/** One program with one version of its rules; the zones are UTC and Europe/Berlin. */
export function createInMemoryRules(threshold: ApprovalThreshold) {
  const records: EarnRulesRecord[] = [];
  const isApproved = ({ state }: EarnRulesRecord): boolean => state === "approved";
  const earnRules: EarnRules = {
    listVersions: () => Promise.resolve(records.filter(isApproved)),
    listRecords: () => Promise.resolve([...records]),
    add(_programId, { needsApproval, activeFrom, ...rules }) {
      const from = activeFrom ?? NOW;
      const record: EarnRulesRecord = {
        ...{ ...rules, version: records.length + 1, activeFrom: from, scheduledFrom: from, createdAt: NOW },
        ...{ state: needsApproval ? "awaiting_approval" : "approved", decidedBy: null, decisionReason: null },
      };
      records.push(record);
      return Promise.resolve(record);
    },
    decide(_programId, version, { by, verdict, reason }) {
      const record = records[version - 1];
      if (record?.state !== "awaiting_approval") return Promise.resolve(false);
      records[version - 1] = { ...record, state: verdict, decidedBy: by, decisionReason: reason };
      return Promise.resolve(true);
    },
    findThreshold: () => Promise.resolve(threshold),
    saveThreshold(programId, changed) {
      if (programId !== 1) return Promise.resolve(false);
      threshold = changed;
      return Promise.resolve(true);
    },
  };
  const timeZones = {
    calendarOf: (timeZone: string) =>
      ["UTC", "Europe/Berlin"].includes(timeZone) ? { ...utcCalendar, timeZone } : null,
  };
  void earnRules.add(1, {
    ...{ document: firstDocument, calendar: utcCalendar, author: "system", reason: "", activeFrom: null },
    ...{ rollbackOf: null, needsApproval: false },
  });
  const { programs } = createInMemoryPrograms([]);
  return { ports: { programs, earnRules, timeZones }, records };
}
