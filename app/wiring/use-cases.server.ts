import type { Readable } from "node:stream";

import { readCsv } from "#adapters/csv/row-file";
import { adjustBalance } from "#usecases/adjust-balance";
import { exportPersonalData, finishDataRequest } from "#usecases/answer-data-request";
import { decideEarnRules } from "#usecases/decide-earn-rules";
import { decideMerge } from "#usecases/decide-merge";
import { examineIntent } from "#usecases/examine-intent";
import { explainBalance } from "#usecases/explain-balance";
import { exportMappings } from "#usecases/export-mappings";
import { exportRefusedOpenings } from "#usecases/export-refused-openings";
import type { ExportRefusedOpeningsInput } from "#usecases/export-refused-openings";
import { exportRollForward } from "#usecases/export-roll-forward";
import type { ExportRollForwardInput } from "#usecases/export-roll-forward";
import { installShop } from "#usecases/install-shop";
import type { ReceivedWebhook } from "#usecases/ports/inbox";
import { mapByFile } from "#usecases/map-by-file";
import type { MapByFileInput } from "#usecases/map-by-file";
import { mapItem } from "#usecases/map-item";
import { listWaitingEarnRules } from "#usecases/list-waiting-earn-rules";
import { readLiability } from "#usecases/read-liability";
import { receiveWebhook } from "#usecases/receive-webhook";
import { recordStaffVisit } from "#usecases/record-staff-visit";
import { recordAction } from "#usecases/record-action";
import { requestReread } from "#usecases/request-reread";
import { resumeExigoConnection } from "#usecases/resume-exigo-connection";
import { retryInboxEvent } from "#usecases/retry-inbox-event";
import { reverseEntry } from "#usecases/reverse-entry";
import { reviewDriftCase } from "#usecases/review-drift-case";
import { rollBackEarnRules } from "#usecases/roll-back-earn-rules";
import { saveEarnRule } from "#usecases/save-earn-rule";
import { saveEarnRules } from "#usecases/save-earn-rules";
import { saveExigoConnection } from "#usecases/save-exigo-connection";
import { saveShopCatalog } from "#usecases/save-shop-catalog";
import { settleDocument } from "#usecases/settle-document";
import { settleIntent } from "#usecases/settle-intent";
import { stopReread } from "#usecases/stop-reread";
import { testExigoConnection } from "#usecases/test-exigo-connection";
import { tryOpeningAgain } from "#usecases/try-opening-again";
import type { TryOpeningAgainInput } from "#usecases/try-opening-again";
import { undoMerge } from "#usecases/undo-merge";

import type { Adapters } from "./adapters.server.ts";

/** One line per use case, bound to its adapters. */
export function bindUseCases(adapters: Adapters) {
  return {
    receiveWebhook: (webhook: ReceivedWebhook) =>
      receiveWebhook({ inbox: adapters.inbox, shops: adapters.knownShops }, webhook),
    wakeShopInbox: (shopDomain: string) => adapters.wakeUp.shopInbox(shopDomain),
    stopReread: (input: Parameters<typeof stopReread>[1]) => stopReread(adapters, input),
    requestReread: (input: Parameters<typeof requestReread>[1]) => requestReread(adapters, input),
    installShop: (shop: Parameters<typeof installShop>[1]) => installShop(adapters, shop),
    recordStaffVisit: (input: Parameters<typeof recordStaffVisit>[1]) => recordStaffVisit(adapters, input),
    adjustBalance: (input: Parameters<typeof adjustBalance>[1]) => adjustBalance(adapters, input),
    reverseEntry: (input: Parameters<typeof reverseEntry>[1]) => reverseEntry(adapters, input),
    testExigoConnection: (form: Parameters<typeof testExigoConnection>[1]) =>
      testExigoConnection({ ...adapters, elapsedMs: () => performance.now() }, form),
    saveExigoConnection: (form: Parameters<typeof saveExigoConnection>[1]) =>
      saveExigoConnection(adapters, form),
    settleIntent: (input: Parameters<typeof settleIntent>[1]) => settleIntent(adapters, input),
    settleDocument: (input: Parameters<typeof settleDocument>[1]) => settleDocument(adapters, input),
    examineIntent: (input: Parameters<typeof examineIntent>[1]) => examineIntent(adapters, input),
    reviewDriftCase: (input: Parameters<typeof reviewDriftCase>[1]) => reviewDriftCase(adapters, input),
    retryInboxEvent: (input: Parameters<typeof retryInboxEvent>[1]) => retryInboxEvent(adapters, input),
    resumeExigoConnection: (input: Parameters<typeof resumeExigoConnection>[1]) =>
      resumeExigoConnection(adapters, input),
    explainBalance: (input: Parameters<typeof explainBalance>[1]) => explainBalance(adapters, input),
    readLiability: (input: Parameters<typeof readLiability>[1]) => readLiability(adapters, input),
    exportMappings: (shop: Parameters<typeof exportMappings>[1]) => exportMappings(adapters, shop),
    exportRefusedOpenings: (input: ExportRefusedOpeningsInput) => exportRefusedOpenings(adapters, input),
    tryOpeningAgain: (input: TryOpeningAgainInput) => tryOpeningAgain(adapters, input),
    exportRollForward: (input: ExportRollForwardInput) => exportRollForward(adapters, input),
    /** Makes the proof of a program's ledger due now; a worker takes it up within seconds. */
    askForProof: (programId: number) => adapters.proofRuns.ask(programId),
    /** Makes a comparison of all balances with Exigo's due now; a worker takes it up within seconds. */
    askForComparison: (programId: number) => adapters.comparisons.ask(programId),
    decideMerge: (input: Parameters<typeof decideMerge>[1]) => decideMerge(adapters, input),
    undoMerge: (input: Parameters<typeof undoMerge>[1]) => undoMerge(adapters, input),
    exportPersonalData: (input: Parameters<typeof exportPersonalData>[1]) =>
      exportPersonalData({ ...adapters, now: () => new Date().toISOString() }, input),
    finishDataRequest: (input: Parameters<typeof finishDataRequest>[1]) => finishDataRequest(adapters, input),
    saveEarnRule: (input: Parameters<typeof saveEarnRule>[1]) => saveEarnRule(adapters, input),
    saveEarnRules: (input: Parameters<typeof saveEarnRules>[1]) => saveEarnRules(adapters, input),
    rollBackEarnRules: (input: Parameters<typeof rollBackEarnRules>[1]) => rollBackEarnRules(adapters, input),
    /** Throws a fault with the code `file_unreadable` where the upload is no CSV in UTF-8, or breaks off. */
    mapByFile: ({ upload, ...input }: Omit<MapByFileInput, "rows"> & { readonly upload: Readable }) =>
      mapByFile(adapters, { ...input, rows: readCsv(upload, "the upload") }),
    mapItem: (input: Parameters<typeof mapItem>[1]) => mapItem(adapters, input),
    saveShopCatalog: (input: Parameters<typeof saveShopCatalog>[1]) => saveShopCatalog(adapters, input),
    recordAction: (input: Parameters<typeof recordAction>[1]) => recordAction(adapters, input),
    listWaitingEarnRules: (input: Parameters<typeof listWaitingEarnRules>[1]) =>
      listWaitingEarnRules(adapters, input),
    decideEarnRules: (input: Parameters<typeof decideEarnRules>[1]) => decideEarnRules(adapters, input),
  };
}
