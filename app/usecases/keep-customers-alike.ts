import {
  draftsForCustomer,
  fitAddress,
  ownedByShop,
  textOfAddress,
  textOfFacts,
  textOfOwned,
} from "#core/sync";
import type { CustomerPart, ShopSide } from "#core/sync";

import { factsOf } from "./documents/shopify-customer.ts";
import { ownedInExigo } from "./documents/customer-step.ts";
import type { CustomerAgreements, CustomerWindow } from "./ports/customer-agreements.ts";
import type { Documents } from "./ports/documents.ts";
import type { ExigoConnection, ExigoConnections } from "./ports/exigo.ts";
import type { ExigoCustomerRecord, ExigoCustomers } from "./ports/exigo-customers.ts";
import type { WakeUp } from "./ports/wake-up.ts";

interface NoticePorts {
  readonly customerAgreements: Pick<
    CustomerAgreements,
    "findByCustomer" | "listByExigo" | "claimWindow" | "saveWindow"
  >;
  readonly documents: Pick<Documents, "enqueue">;
  readonly wakeUp: Pick<WakeUp, "document">;
  readonly digest: (text: string) => string;
}

export interface NoticeShopCustomerPorts extends NoticePorts {
  readonly exigoConnections: Pick<ExigoConnections, "find">;
}

export interface PollExigoCustomersPorts extends NoticePorts {
  readonly exigoConnections: Pick<ExigoConnections, "find" | "listActivePrograms" | "pause">;
  readonly exigo: Pick<ExigoCustomers, "listChangedCustomers">;
}

/**
 * Compares what a webhook told of a customer with what was last agreed, and plans a step for each part that differs: an
 * echo of what the app wrote itself plans none. `occasion` names the telling.
 */
export async function noticeShopCustomer(
  ports: NoticeShopCustomerPorts,
  { programId, shopId }: { readonly programId: number; readonly shopId: number },
  { told, occasion }: { readonly told: ShopSide; readonly occasion: string },
): Promise<void> {
  const connection = await ports.exigoConnections.find(programId);
  if (!connection?.setup.customers.keepAlike) return;
  const { customerId } = told;
  const kept = await ports.customerAgreements.findByCustomer(programId, connection.mirror, {
    shopId,
    customerId,
  });
  if (!kept) return;
  const owned = ports.digest(textOfOwned(ownedByShop(told, connection.setup.customers.fields)));
  const address = ports.digest(textOfAddress(fitAddress(told.address)));
  const parts: CustomerPart[] = [];
  if (owned !== kept.agreed.owned) parts.push("owned");
  if (address !== kept.agreed.address) parts.push("address");
  await plan(ports, programId, draftsForCustomer(kept, { at: "shopify", occasion, parts }));
}

/**
 * Reads what changed of Exigo's customers since the last look, program by program, where it is time: a window by pages of
 * ids, never advanced while it is being read, and the next one begins a little before what this one saw. Ends at the
 * first call that fails; the window goes on with the next look.
 */
export async function pollExigoCustomers(
  ports: PollExigoCustomersPorts,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  for (const programId of await ports.exigoConnections.listActivePrograms()) {
    const connection = await ports.exigoConnections.find(programId);
    if (connection?.state !== "active" || !connection.setup.customers.keepAlike) continue;
    const { pollSeconds, overlapSeconds } = connection.setup.customers;
    const times = { everySeconds: pollSeconds, overlapSeconds };
    const window = await ports.customerAgreements.claimWindow(programId, connection.mirror, times);
    if (window) await readWindow(ports, connection, window, signal);
  }
}

async function readWindow(
  ports: PollExigoCustomersPorts,
  connection: ExigoConnection,
  begun: CustomerWindow,
  signal: AbortSignal,
): Promise<void> {
  const { programId, mirror } = connection;
  const limit = connection.setup.api.batchSize;
  for (let window = begun; !signal.aborted;) {
    const { since, afterCustomerId } = window;
    const page = await ports.exigo.listChangedCustomers(connection, { since, afterCustomerId, limit });
    if (!page.ok) {
      if (page.failure === "unauthorized") await ports.exigoConnections.pause(connection, page.message);
      return;
    }
    await noticeExigoCustomers(ports, connection, page.value);
    const newestAt = newest([window.newestAt, ...page.value.map((record) => record.modifiedAt)]);
    const last = page.value.at(-1);
    const isDone = page.value.length < limit || !last;
    window = isDone
      ? nextWindow({ ...window, newestAt }, connection.setup.customers.overlapSeconds)
      : { ...window, newestAt, afterCustomerId: last.exigoCustomerId };
    await ports.customerAgreements.saveWindow(programId, mirror, window);
    if (isDone) return;
  }
}

/** A window that showed nothing begins where it did: nobody knows how far behind Exigo's clock is. */
function nextWindow(window: CustomerWindow, overlapSeconds: number): CustomerWindow {
  const { since, newestAt, beganAt } = window;
  const done = { ...window, afterCustomerId: null, newestAt: null };
  if (newestAt === null) return done;
  const seen = newestAt < beganAt ? newestAt : beganAt;
  const next = new Date(Date.parse(seen) - overlapSeconds * 1_000).toISOString();
  return { ...done, since: next > since ? next : since };
}

function newest(times: readonly (string | null)[]): string | null {
  return times.reduce(
    (latest, time) => (time !== null && (latest === null || time > latest) ? time : latest),
    null,
  );
}

async function noticeExigoCustomers(
  ports: PollExigoCustomersPorts,
  { programId, mirror }: ExigoConnection,
  records: readonly ExigoCustomerRecord[],
): Promise<void> {
  const ids = records.map((record) => record.exigoCustomerId);
  const members = await ports.customerAgreements.listByExigo(programId, mirror, ids);
  const byId = new Map(members.map((kept) => [kept.exigoCustomerId, kept]));
  for (const record of records) {
    const kept = byId.get(record.exigoCustomerId);
    if (!kept || record.isDeleted) continue;
    const now = {
      owned: ports.digest(textOfOwned(ownedInExigo(record))),
      address: ports.digest(textOfAddress(fitAddress(record.address))),
      facts: ports.digest(textOfFacts(factsOf(record))),
    };
    const parts = (["owned", "address", "facts"] as const).filter((part) => now[part] !== kept.agreed[part]);
    const occasion = `seen-${record.modifiedAt ?? ""}-${parts.map((part) => now[part].slice(0, 12)).join("-")}`;
    await plan(ports, programId, draftsForCustomer(kept, { at: "exigo", occasion, parts }));
  }
}

async function plan(
  ports: Pick<NoticePorts, "documents" | "wakeUp">,
  programId: number,
  drafts: ReturnType<typeof draftsForCustomer>,
): Promise<void> {
  if (drafts.length === 0) return;
  const { ids } = await ports.documents.enqueue(programId, drafts);
  await Promise.all(ids.map((id) => ports.wakeUp.document(programId, id)));
}
