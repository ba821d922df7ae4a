import { hostname } from "node:os";

import { createCallBudget } from "#adapters/bullmq/call-budget";
import { createBullmqWakeUp } from "#adapters/bullmq/wake-up";
import { createExigoClient } from "#adapters/exigo/client";
import { createMysqlArrivals } from "#adapters/mysql/arrivals";
import { createMysqlBalances } from "#adapters/mysql/balances";
import type { Database } from "#adapters/mysql/database";
import { createMysqlCaps } from "#adapters/mysql/caps";
import { createMysqlCustomerAgreements } from "#adapters/mysql/customer-agreements";
import { createMysqlComparisons } from "#adapters/mysql/comparisons";
import { createMysqlCustomers } from "#adapters/mysql/customers";
import { createMysqlDriftCases } from "#adapters/mysql/drift-cases";
import { createMysqlDueCredits } from "#adapters/mysql/due-credits";
import { createMysqlEarnRules } from "#adapters/mysql/earn-rules";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlExplanations } from "#adapters/mysql/explanations";
import { createMysqlExigoMovements } from "#adapters/mysql/exigo-movements";
import { createMysqlHandOvers } from "#adapters/mysql/hand-overs";
import { createMysqlInbox } from "#adapters/mysql/inbox";
import { createMysqlInboxBodies } from "#adapters/mysql/inbox-bodies";
import { createMysqlIntents } from "#adapters/mysql/intents";
import { createMysqlKnownShops } from "#adapters/mysql/known-shops";
import { createMysqlLedger } from "#adapters/mysql/ledger/post-commands";
import { createMysqlCheckpoints } from "#adapters/mysql/ledger-proof/checkpoints";
import { createMysqlLedgerHistory } from "#adapters/mysql/ledger-proof/history";
import { createMysqlProofRuns } from "#adapters/mysql/ledger-proof/proof-runs";
import { createMysqlVerifications } from "#adapters/mysql/ledger-proof/verifications";
import { createMysqlRollup } from "#adapters/mysql/ledger-reading/rollup";
import { createMysqlMemberFacts } from "#adapters/mysql/member-facts";
import { createMysqlMemberMerges } from "#adapters/mysql/member-merges";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlMembersInBulk } from "#adapters/mysql/members-in-bulk";
import { createMysqlNamedLock } from "#adapters/mysql/named-lock";
import { createMysqlNamedObjects } from "#adapters/mysql/named-objects";
import { createMysqlOpenings } from "#adapters/mysql/openings";
import { createMysqlPersonalData } from "#adapters/mysql/personal-data";
import { createMysqlPrivacyRequests } from "#adapters/mysql/privacy-requests";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlRedactedPeople } from "#adapters/mysql/redacted-people";
import { createMysqlRereads } from "#adapters/mysql/rereads";
import { createMysqlReports } from "#adapters/mysql/reports";
import { createMysqlShopifySessions } from "#adapters/mysql/shopify-sessions";
import { createMysqlSystemActions } from "#adapters/mysql/system-actions";
import { createMysqlSpentRuns } from "#adapters/mysql/spent-runs";
import { createMysqlWaitingCredits } from "#adapters/mysql/waiting-credits";
import { shopifyWebhookPayloads } from "#adapters/shopify/webhook-payloads";
import { createKeyedDigest } from "#adapters/system/keyed-digest";
import type { LogFields } from "#adapters/system/log";
import { createSealing } from "#adapters/system/sealing";
import { createTimeZones } from "#adapters/system/time-zones";
import type { Config } from "#config";
import { createOwedIntents } from "#usecases/owed-intents";
import { createPassingLedger } from "#usecases/pass-on-merged";

import { createDocumentAdapters } from "./document-adapters.server.ts";

export type Adapters = ReturnType<typeof createAdapters>;

/** Logs a failure by its code. */
export type ReportFailure = (event: string, failure: unknown, fields?: LogFields) => void;

/** Where the queue of this configuration lives. */
export function queueAddress(config: Config): { url: string; prefix: string } {
  return { url: config.REDIS_URL, prefix: config.REDIS_PREFIX };
}

/** Small beside what the commands read at a time: a worker has other work, and its turn comes between two stretches. */
const ENTRIES_PROVED_AT_ONCE = 1_000;

/** One line per adapter; a use case takes from here the ports it names. */
export function createAdapters(config: Config, database: Database, reportFailure: ReportFailure) {
  const claimant = {
    host: hostname().slice(0, 100),
    pid: process.pid,
    leaseSeconds: config.INBOX_LEASE_SECONDS,
  };
  const wakeUp = createBullmqWakeUp(queueAddress(config), (failure) =>
    reportFailure("wake_up_lost", failure),
  );
  const callBudget = createCallBudget(queueAddress(config), {
    onOutage: (failure) => reportFailure("call_budget_alone", failure),
  });
  const members = createMysqlMembers(database, claimant);
  const memberMerges = createMysqlMemberMerges(database);
  const owedIntents = createOwedIntents({ wakeUp });
  const mysqlLedger = createMysqlLedger(database, owedIntents.tell);
  const customerDigest = createKeyedDigest(config.SECRET_KEYS, "customer-agreement");
  const sealing = createSealing(config.SECRET_KEYS);
  return {
    wakeUp,
    owedIntents,
    callBudget,
    ledger: createPassingLedger({ ledger: mysqlLedger, memberMerges }),
    inbox: createMysqlInbox(database, {
      ...claimant,
      bodyDays: config.INBOX_BODY_DAYS,
      sealing,
      digest: createKeyedDigest(config.SECRET_KEYS, "inbox-body"),
    }),
    intents: createMysqlIntents(database, claimant),
    ...createDocumentAdapters(database, claimant, { members, wakeUp }),
    ...createSenderAdapters(database),
    programs: createMysqlPrograms(database),
    earnRules: createMysqlEarnRules(database),
    caps: createMysqlCaps(database),
    systemActions: createMysqlSystemActions(database),
    timeZones: createTimeZones(),
    members,
    memberMerges,
    memberFacts: createMysqlMemberFacts(database),
    customers: createMysqlCustomers(database, members),
    customerAgreements: createMysqlCustomerAgreements(database),
    digest: (text: string) => customerDigest(text).toString("hex"),
    inboxBodies: createMysqlInboxBodies(database, sealing),
    privacyRequests: createMysqlPrivacyRequests(database),
    personalData: createMysqlPersonalData(database),
    membersInBulk: createMysqlMembersInBulk(database),
    openings: createMysqlOpenings(database),
    waitingCredits: createMysqlWaitingCredits(database),
    rereads: createMysqlRereads(database, claimant),
    arrivals: createMysqlArrivals(database),
    dueCredits: createMysqlDueCredits(database),
    spentRuns: createMysqlSpentRuns(database),
    balances: createMysqlBalances(database),
    explanations: createMysqlExplanations(database),
    reports: createMysqlReports(database),
    ...createDriftAdapters(config, database),
    handOvers: createMysqlHandOvers(database),
    exigoConnections: createMysqlExigoConnections(database, sealing),
    ...createProofAdapters(config, database),
    withLock: createMysqlNamedLock(database),
    sessions: createMysqlShopifySessions(database),
    payloads: shopifyWebhookPayloads,
    // An app whose own address is on this machine may speak to an Exigo on this machine; any other may not.
    exigo: createExigoClient({
      allowLoopback: isLoopback(config.SHOPIFY_APP_URL),
      budget: callBudget,
    }),
  };
}

/** Whose a webhook is. */
function createSenderAdapters(database: Database) {
  return {
    knownShops: createMysqlKnownShops(database),
    namedObjects: createMysqlNamedObjects(database),
    redactedPeople: createMysqlRedactedPeople(database),
  };
}

/** What shows that the ledger holds. */
function createProofAdapters(config: Config, database: Database) {
  return {
    rollup: createMysqlRollup(database),
    history: createMysqlLedgerHistory(database, ENTRIES_PROVED_AT_ONCE),
    checkpoints: createMysqlCheckpoints(database),
    verifications: createMysqlVerifications(database),
    proofRuns: createMysqlProofRuns(database, { hour: config.LEDGER_PROOF_HOUR }),
  };
}

/** What is known of differences between the ledger and Exigo. */
function createDriftAdapters(config: Config, database: Database) {
  return {
    drift: createMysqlDriftCases(database),
    exigoMovements: createMysqlExigoMovements(database),
    comparisons: createMysqlComparisons(database, {
      hour: config.EXIGO_COMPARE_HOUR,
      deltaMinutes: config.EXIGO_COMPARE_MINUTES,
    }),
  };
}

function isLoopback(address: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(address).hostname);
}
