import { learnOrder, NO_DAY_YET, unknownOrder } from "#core/earning";
import type { Evaluation, KnownOrder } from "#core/earning";
import { commandContent, decideBatch } from "#core/ledger";
import type { AccountState, Command, DebtPolicy, EntryDraft, UsedKey } from "#core/ledger";
import type { WaitingCreditsReader } from "#usecases/ports/waiting-credits";
import { decideGrants } from "#core/rules";
import type { CapGrant, RuleVersion } from "#core/rules";
import type { Caps } from "#usecases/ports/caps";
import type { Ledger } from "#usecases/ports/ledger";
import type { KnownMemberFacts, MemberFacts } from "#usecases/ports/member-facts";
import type { OrderContextRead, OrderContexts } from "#usecases/ports/order-contexts";
import type { CustomerFacts, MemberAccount, Members } from "#usecases/ports/members";
import type { OrderKey, Orders } from "#usecases/ports/orders";
import type { Program, Programs, Shop } from "#usecases/ports/programs";
import type { SystemActionRecord, SystemActions } from "#usecases/ports/system-actions";

import { emptyAccount, NOW } from "../core/ledger/commands.ts";

/** Orders in memory, by the same core as the real ones. */
export function createInMemoryOrders() {
  const known = new Map<string, KnownOrder>();
  const evaluations = new Map<string, Evaluation>();
  const nameOf = (key: OrderKey): string => `${key.programId}/${key.shopId}/${key.orderId}`;
  const orders: Orders = {
    find: (key) => Promise.resolve(known.get(nameOf(key)) ?? null),
    merge(key, news, accountId) {
      const merged = learnOrder(known.get(nameOf(key)) ?? unknownOrder, news, accountId);
      known.set(nameOf(key), merged);
      return Promise.resolve(merged);
    },
    keepContext(key, context) {
      const order = known.get(nameOf(key)) ?? unknownOrder;
      const knowsAsMuch =
        order.context?.accountId === context.accountId &&
        context.lineIds.every((lineId) => order.context?.lineIds.includes(lineId));
      const kept = knowsAsMuch && order.context ? order.context : context;
      known.set(nameOf(key), { ...order, context: kept });
      return Promise.resolve(kept);
    },
    saveEvaluation(key, revision, evaluation) {
      if (known.get(nameOf(key))?.revision === revision) evaluations.set(nameOf(key), evaluation);
      return Promise.resolve();
    },
  };
  return { orders, evaluationOf: (key: OrderKey) => evaluations.get(nameOf(key)) };
}

/** Members in memory; each has the account of its own number. */
export function createInMemoryMembers() {
  const customers = new Map<string, { account: MemberAccount; facts: CustomerFacts; shopId: number }>();
  const links = new Map<number, number>();
  const members: Members = {
    ensureMember(programId, shopId, customer) {
      const name = `${programId}/${shopId}/${customer.customerId}`;
      const known = customers.get(name);
      const id = customers.size + 1;
      const account = known?.account ?? { memberId: id, accountId: id };
      const facts = known && known.facts.updatedAt > customer.updatedAt ? known.facts : customer;
      customers.set(name, { account, facts, shopId });
      return Promise.resolve(account);
    },
    findAccount(_programId, memberId) {
      const found = [...customers.values()].find(({ account }) => account.memberId === memberId);
      return Promise.resolve(found?.account ?? null);
    },
    findByAccount(_programId, accountId) {
      const found = [...customers.values()].find(({ account }) => account.accountId === accountId);
      if (!found) return Promise.resolve(null);
      const { customerId, updatedAt: _, ...personal } = found.facts;
      const exigoCustomerId = links.get(found.account.memberId) ?? null;
      const linked = [{ shopId: found.shopId, customerId }];
      return Promise.resolve({ ...found.account, ...personal, exigoCustomerId, customers: linked });
    },
    claimExigoLink: () => Promise.resolve(true),
    releaseExigoLink: () => Promise.resolve(),
    linkExigoCustomer(_programId, memberId, { exigoCustomerId }) {
      const free = ![...links.values()].includes(exigoCustomerId);
      if (free && !links.has(memberId)) links.set(memberId, exigoCustomerId);
      return Promise.resolve(links.get(memberId) === exigoCustomerId);
    },
  };
  return { members };
}

/** What was looked at of what comes by itself, in memory. */
export function createInMemorySystemActions() {
  const records = new Map<string, SystemActionRecord>();
  const nameOf = (record: Pick<SystemActionRecord, "memberId" | "kind" | "occasion">): string =>
    `${record.memberId}/${record.kind}/${record.occasion}`;
  const systemActions: Pick<SystemActions, "isRecorded" | "record"> = {
    isRecorded: (_programId, occasion) => Promise.resolve(records.has(nameOf(occasion))),
    record(_programId, record) {
      if (!records.has(nameOf(record))) records.set(nameOf(record), record);
      return Promise.resolve();
    },
  };
  return { systemActions, records };
}

/** One program with one installed shop, and rules that the test gives. */
export function createInMemoryPrograms(rules: readonly RuleVersion[]) {
  const program: Program = {
    programId: 1,
    name: "Test",
    unitName: "credits",
    scale: 0,
    currency: "USD",
    debtPolicy: "negative",
  };
  const shop = {
    shopId: 3,
    programId: 1,
    domain: "test.myshopify.com",
    name: "Test",
    currency: "USD",
    scopes: null,
  };
  let state: Shop["state"] = "installed";
  const findShop = (found: boolean) => Promise.resolve(found ? { ...shop, state } : null);
  const programs: Programs = {
    installShop: () => Promise.resolve({ ...shop, state: (state = "installed") }),
    markUninstalled(domain) {
      if (domain === shop.domain) state = "uninstalled";
      return Promise.resolve(true);
    },
    readUninstall: () => Promise.resolve({ uninstalledAt: null, now: "2026-11-21T12:00:00.000Z" }),
    proveInstalled: () => Promise.resolve(),
    saveScopes: () => Promise.resolve(),
    findShopByDomain: (domain) => findShop(domain === shop.domain),
    findShop: (programId, shopId) => findShop(programId === 1 && shopId === shop.shopId),
    listShops: async (programId) => (programId === 1 ? [(await findShop(true))!] : []),
    findProgram: (programId) => Promise.resolve(programId === 1 ? program : null),
  };
  return { programs, earnRules: { listVersions: () => Promise.resolve([...rules]) } };
}

/** Caps in memory, by the same core as the real ones. */
export function createInMemoryCaps() {
  const claims = new Map<string, { revision: number; grants: readonly CapGrant[] }>();
  const caps: Caps = {
    claim(_programId, { subject, accountId, revision }, wants) {
      const name = `${subject}/${accountId}`;
      const before = claims.get(name) ?? { revision: -1, grants: [] };
      const used = new Map<string, number>();
      for (const [other, { grants }] of claims) {
        for (const { keys, grantedMinor } of other === name ? [] : grants) {
          for (const key of keys) used.set(key, (used.get(key) ?? 0) + grantedMinor);
        }
      }
      if (before.revision <= revision) {
        claims.set(name, { revision, grants: decideGrants(wants, accountId, used, before.grants) });
      }
      const { grants = [] } = claims.get(name) ?? {};
      return Promise.resolve(
        wants.map(({ ruleId }) => grants.find((grant) => grant.ruleId === ruleId)?.grantedMinor ?? 0),
      );
    },
  };
  return { caps };
}

/** What is asked about orders and members, in memory; nothing is known of either unless the test says so. */
export function createInMemoryContexts(known: Partial<OrderContextRead & KnownMemberFacts> = {}) {
  const asked: string[] = [];
  const orderContexts: OrderContexts = {
    read(_shopDomain, orderId) {
      asked.push(orderId);
      const { products = [], giftCardPaidMinor = 0, orderIndex = null } = known;
      return Promise.resolve({ products, giftCardPaidMinor, orderIndex });
    },
  };
  const memberFacts: Pick<MemberFacts, "find"> = {
    find: () => {
      const { customerTags = [], exigoCustomerType = null, exigoRank = null } = known;
      return Promise.resolve({ customerTags, exigoCustomerType, exigoRank });
    },
  };
  return { orderContexts, memberFacts, asked };
}

/** The ledger's own core on accounts that exist as soon as they are named. */
export function createInMemoryLedger(debtPolicy: DebtPolicy = "negative") {
  const accounts = new Map<number, AccountState>();
  const keys = new Map<string, UsedKey>();
  const entries: EntryDraft[] = [];
  const accountOf = (accountId: number): AccountState => accounts.get(accountId) ?? emptyAccount(accountId);
  const ledger: Ledger = {
    post(_programId, commands: readonly Command[]) {
      for (const { accountId } of commands) accounts.set(accountId, accountOf(accountId));
      const decision = decideBatch(
        { now: NOW, debtPolicy, expiredLotGraceDays: null, accounts, keys, reversible: new Map() },
        commands,
        commandContent,
      );
      for (const [accountId, account] of decision.accounts) accounts.set(accountId, account);
      for (const { command, contentDigest, result, entries: made } of decision.decided) {
        keys.set(command.key, { contentDigest, result });
        entries.push(...made);
      }
      return Promise.resolve([...decision.results]);
    },
  };
  const waitingCredits: WaitingCreditsReader = {
    find(_programId, accountId, subject) {
      const { subjects, lots } = accountOf(accountId);
      const { earnedMinor = 0, entrySeqs = [] } = subjects.get(subject) ?? {};
      const waiting = lots.filter(
        (lot) =>
          lot.bucket === "pending" &&
          lot.remainingMinor > 0 &&
          lot.availableFrom === NO_DAY_YET &&
          entrySeqs.includes(lot.entrySeq),
      );
      return Promise.resolve({
        earnedMinor,
        waitingMinor: waiting.reduce((sum, { remainingMinor }) => sum + remainingMinor, 0),
        entrySeqs: waiting.map(({ entrySeq }) => entrySeq),
      });
    },
  };
  return {
    ledger,
    waitingCredits,
    entries,
    balanceOf: (accountId: number) => accountOf(accountId).availableMinor,
    pendingOf: (accountId: number) => accountOf(accountId).pendingMinor,
  };
}
