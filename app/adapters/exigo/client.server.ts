import { z } from "zod";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { CallBudget } from "#usecases/ports/call-budget";
import type { Exigo, ExigoAccess, ExigoAnswer, ExigoCustomer } from "#usecases/ports/exigo";
import type { ExigoCatalog } from "#usecases/ports/exigo-catalog";
import type { ExigoCustomers } from "#usecases/ports/exigo-customers";
import type { ExigoOrders } from "#usecases/ports/exigo-orders";

import { callExigo } from "./call.server.ts";
import type { CallExigo, CallOptions } from "./call.server.ts";
import { createCatalogCalls } from "./catalog.server.ts";
import { createCustomerRecordCalls } from "./customer-records.server.ts";
import { jsonDecimal } from "./exact-json.server.ts";
import { createExchange } from "./exchange.server.ts";
import type { ExchangeLimits } from "./exchange.server.ts";
import { findMovements } from "./history.server.ts";
import { createOrderCalls } from "./orders.server.ts";
import {
  findNewestMovement,
  listMovements,
  listMovementsOf,
  listPointBalances,
} from "./point-lists.server.ts";
import { createPublicLookup } from "./public-lookup.server.ts";
import type { ResolveName } from "./public-lookup.server.ts";

/** What may be chosen of how calls are made. */
export interface ExigoClientOptions extends Partial<ExchangeLimits> {
  /** Admits a simulator on this machine; false unless given. */
  readonly allowLoopback?: boolean;
  /** How host names are resolved; the system's way unless given. */
  readonly resolve?: ResolveName;
  /** Counts the calls of all processes together; left out: nothing limits them. */
  readonly budget?: CallBudget;
}

const LIMITS: ExchangeLimits = { timeoutMs: 10_000, maxResponseBytes: 1_000_000 };

const ACTIVE = 1;
/** A customer without a rank. */
const NO_RANK = "0";
/** Enums come as numbers or names. */
const DELETED = ["0", "Deleted"];
/** Enough to see that an address is not one person's alone. */
const SEARCH_SIZE = 10;
const NAME_LENGTH = 50;

const id = z.string().regex(/^\d{1,10}$/);
const text = z.string().nullish();

const customer = z.looseObject({
  customerID: id.transform(Number),
  customerKey: text,
  email: text,
  customerStatus: text,
  customerType: text,
  rankID: text,
});
const customerList = z.object({ customers: z.array(customer).nullish() });
const pointBalance = z.object({ balance: z.string().regex(/^-?\d{1,16}(\.\d{1,10})?$/) });
const movementMade = z.object({ transactionID: id });
const customerMade = z.object({ customerID: id.transform(Number) });

type CustomerRow = z.output<typeof customer>;

/** Exigo's REST interface (3.0) with Basic auth as `login@company`. */
export function createExigoClient(
  options: ExigoClientOptions = {},
): Exigo & ExigoCustomers & ExigoOrders & ExigoCatalog {
  const { allowLoopback = false, resolve, budget = null, ...limits } = options;
  const settings: CallOptions = {
    ...LIMITS,
    ...limits,
    allowLoopback,
    exchange: createExchange(createPublicLookup({ allowLoopback, resolve })),
    budget,
  };
  const call: CallExigo = (access, what) => callExigo(access, what, settings);
  return {
    ...createCustomerRecordCalls(call),
    ...createOrderCalls(call),
    ...createCatalogCalls(call),
    readPointBalance: (access, exigoCustomerId) =>
      call(access, {
        method: "GET",
        turn: "points",
        path: "/point/account",
        effect: "reads",
        query: { pointAccountID: access.pointAccountId, customerID: exigoCustomerId },
        answer: pointBalance,
      }),
    addPoints: (access, movement) => addPoints(call, access, movement),
    findMovements: (access, what) => findMovements(call, access, what),
    listMovements: (access, page) => listMovements(call, access, page),
    listMovementsOf: (access, page) => listMovementsOf(call, access, page),
    findNewestMovement: (access) => findNewestMovement(call, access),
    listPointBalances: (access, page) => listPointBalances(call, access, page),
    findCustomersByKey: async (access, customerKey) => {
      const { key } = (access.setup ?? DEFAULT_EXIGO_SETUP).customers;
      return onlyMatching(
        await searchCustomers(call, access, { [key]: customerKey, batchSize: SEARCH_SIZE }),
        (row) => (typeof row[key] === "string" ? row[key] : null),
        customerKey,
      );
    },
    findCustomersByEmail: async (access, email) =>
      onlyMatching(
        await searchCustomers(call, access, { email, batchSize: SEARCH_SIZE }),
        (row) => row.email,
        email,
      ),
    async findCustomer(access, exigoCustomerId) {
      const found = await searchCustomers(call, access, { customerID: exigoCustomerId, batchSize: 1 });
      return firstOf(found, (row) => row.customerID === exigoCustomerId);
    },
    async findAnyCustomer(access) {
      return firstOf(await searchCustomers(call, access, { batchSize: 1 }), () => true);
    },
    createCustomer: (access, facts) => createCustomer(call, access, facts),
  };
}

async function addPoints(
  call: CallExigo,
  access: ExigoAccess,
  { exigoCustomerId, amount, reference }: Parameters<Exigo["addPoints"]>[1],
): ReturnType<Exigo["addPoints"]> {
  const { transactionType } = (access.setup ?? DEFAULT_EXIGO_SETUP).points;
  const made = await call(access, {
    method: "POST",
    turn: "points",
    path: "/point",
    effect: "writes",
    body: {
      pointAccountID: access.pointAccountId,
      customerID: exigoCustomerId,
      amount: jsonDecimal(amount),
      reference,
      ...(transactionType === null ? {} : { pointTransactionTy: transactionType }),
    },
    answer: movementMade,
  });
  return made.ok ? { ok: true, value: { transactionId: made.value.transactionID } } : made;
}

async function createCustomer(
  call: CallExigo,
  access: ExigoAccess,
  { customerKey, firstName, lastName, email }: Parameters<Exigo["createCustomer"]>[1],
): ReturnType<Exigo["createCustomer"]> {
  const { key, typeForNew } = (access.setup ?? DEFAULT_EXIGO_SETUP).customers;
  const made = await call(access, {
    method: "POST",
    turn: "points",
    path: "/customers",
    effect: "writes",
    body: {
      customerType: typeForNew,
      customerStatus: ACTIVE,
      firstName: firstName.slice(0, NAME_LENGTH),
      lastName: lastName.slice(0, NAME_LENGTH),
      [key === "customerKey" ? "manualCustomerKey" : key]: customerKey,
      ...(email === null ? {} : { email }),
    },
    answer: customerMade,
  });
  return made.ok
    ? {
        ok: true,
        value: {
          exigoCustomerId: made.value.customerID,
          email,
          customerType: String(typeForNew),
          rank: null,
        },
      }
    : made;
}

async function searchCustomers(
  call: CallExigo,
  access: ExigoAccess,
  query: Record<string, string | number>,
): Promise<ExigoAnswer<CustomerRow[]>> {
  const found = await call(access, {
    method: "GET",
    turn: "documents",
    path: "/customers",
    effect: "reads",
    query,
    answer: customerList,
  });
  if (!found.ok) return found;
  const rows = found.value.customers ?? [];
  return { ok: true, value: rows.filter((row) => !DELETED.includes(row.customerStatus ?? "")) };
}

/**
 * A filter that Exigo does not know it may ignore and list everybody, so every row is compared again; without
 * regard to case, as SQL Server does.
 */
function onlyMatching(
  found: ExigoAnswer<CustomerRow[]>,
  valueOf: (row: CustomerRow) => string | null | undefined,
  wanted: string,
): ExigoAnswer<ExigoCustomer[]> {
  if (!found.ok) return found;
  const plain = (text: string) => text.trim().toLowerCase();
  const rows = found.value.filter((row) => plain(valueOf(row) ?? "") === plain(wanted));
  return { ok: true, value: rows.map(toCustomer) };
}

function firstOf(
  found: ExigoAnswer<CustomerRow[]>,
  isWanted: (row: CustomerRow) => boolean,
): ExigoAnswer<ExigoCustomer | null> {
  if (!found.ok) return found;
  const row = found.value.find(isWanted);
  return { ok: true, value: row ? toCustomer(row) : null };
}

function toCustomer(row: CustomerRow): ExigoCustomer {
  return {
    exigoCustomerId: row.customerID,
    email: row.email ?? null,
    customerType: row.customerType ?? null,
    rank: row.rankID === NO_RANK ? null : (row.rankID ?? null),
  };
}
