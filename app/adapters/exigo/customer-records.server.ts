import { z } from "zod";

import { DEFAULT_EXIGO_API } from "#core/exigo";
import type { ExigoAccess, ExigoAnswer } from "#usecases/ports/exigo";
import type {
  ExigoAddress,
  ExigoCustomerChanges,
  ExigoCustomerRecord,
  ExigoCustomers,
} from "#usecases/ports/exigo-customers";

import type { CallExigo } from "./call.server.ts";
import { startOfWindow } from "./central-time.server.ts";
import { timeFor } from "./order-bodies.server.ts";
import { done, id, moment, optionalId, text } from "./reading.server.ts";

const DELETED = ["0", "deleted"];
const NO_RANK = "0";
/** Widths of Exigo's columns; a longer text is an error of its database. */
const LENGTHS: Readonly<Record<string, number>> = { firstName: 50, lastName: 50, email: 50, phone: 20 };
const ADDRESS_LENGTHS = { address1: 100, address2: 100, city: 50, state: 50, zip: 50, country: 50 };

const row = z
  .looseObject({
    customerID: id,
    customerStatus: text,
    customerType: text,
    rankID: text,
    enrollerID: optionalId,
    firstName: text,
    lastName: text,
    email: text,
    phone: text,
    mainAddress1: text,
    mainAddress2: text,
    mainCity: text,
    mainState: text,
    mainZip: text,
    mainCountry: text,
    modifiedDate: moment,
  })
  .readonly();
const rows = z.object({ customers: z.array(row).nullish() });

type Row = z.output<typeof row>;

/** Customers with all that both sides keep alike, through Exigo's REST interface. */
export function createCustomerRecordCalls(call: CallExigo): ExigoCustomers {
  return {
    async readCustomer(access, exigoCustomerId) {
      const found = await list(call, access, { customerID: exigoCustomerId, batchSize: 1 }, "documents");
      if (!found.ok) return found;
      const record = found.value.find((each) => each.exigoCustomerId === exigoCustomerId);
      return { ok: true, value: record ?? null };
    },
    listChangedCustomers: (access, { since, afterCustomerId, limit }) =>
      list(
        call,
        access,
        {
          greaterThanModifiedDate: timeFor(access, startOfWindow(since)),
          ...(afterCustomerId === null ? {} : { greaterThanCustomerID: afterCustomerId }),
          batchSize: limit,
        },
        "polls",
      ),
    async updateCustomer(access, exigoCustomerId, changes) {
      const answer = await call(access, {
        method: "PATCH",
        turn: "documents",
        path: "/customers",
        effect: "writes",
        body: { customerID: exigoCustomerId, ...columnsFor(access, changes) },
        answer: done,
      });
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
}

async function list(
  call: CallExigo,
  access: ExigoAccess,
  query: Record<string, string | number>,
  turn: "documents" | "polls",
): Promise<ExigoAnswer<readonly ExigoCustomerRecord[]>> {
  const found = await call(access, {
    method: "GET",
    turn,
    path: "/customers",
    effect: "reads",
    query,
    answer: rows,
  });
  if (!found.ok) return found;
  const slots = access.setup?.customers.fields.map((rule) => rule.exigo) ?? [];
  return { ok: true, value: (found.value.customers ?? []).map((each) => toRecord(each, slots)) };
}

function toRecord(each: Row, slots: readonly string[]): ExigoCustomerRecord {
  return {
    exigoCustomerId: each.customerID,
    isDeleted: DELETED.includes(each.customerStatus?.toLowerCase() ?? ""),
    firstName: each.firstName,
    lastName: each.lastName,
    email: each.email,
    phone: each.phone,
    address: addressOf(each),
    fields: Object.fromEntries(slots.map((slot) => [slot, text.parse(each[slot] ?? null)])),
    customerType: each.customerType,
    rank: each.rankID === NO_RANK ? null : each.rankID,
    enrollerId: each.enrollerID,
    modifiedAt: each.modifiedDate,
  };
}

function addressOf(each: Row): ExigoAddress | null {
  const address = {
    address1: each.mainAddress1,
    address2: each.mainAddress2,
    city: each.mainCity,
    state: each.mainState,
    zip: each.mainZip,
    country: each.mainCountry,
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}

/** Columns of what is passed, and of nothing else: Exigo changes what is named. */
function columnsFor(access: ExigoAccess, changes: ExigoCustomerChanges): Record<string, string | null> {
  const { cleared } = access.setup?.api ?? DEFAULT_EXIGO_API;
  const nothing = cleared === "empty" ? "" : null;
  const { address, fields = {}, ...plain } = changes;
  const written = Object.entries(plain).map(([name, value]) => [
    name,
    value?.slice(0, LENGTHS[name]) ?? nothing,
  ]);
  const parts =
    address === undefined
      ? []
      : Object.entries(ADDRESS_LENGTHS).map(([part, longest]) => [
          `main${part.charAt(0).toUpperCase()}${part.slice(1)}`,
          address?.[part as keyof ExigoAddress]?.slice(0, longest) ?? nothing,
        ]);
  const slots = Object.entries(fields).map(([slot, value]) => [slot, value ?? nothing]);
  return Object.fromEntries([...written, ...parts, ...slots]) as Record<string, string | null>;
}
