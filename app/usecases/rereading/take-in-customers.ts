import type { CustomerFacts } from "../ports/members.ts";
import type { RereadFind } from "../ports/rereads.ts";
import type { ReadCustomer } from "../ports/shop-reader.ts";
import { refusePayload } from "../refuse-payload.ts";
import type { BegunReread, RereadPorts } from "./ports.ts";
import { tally } from "./tally.ts";
import type { TakenIn } from "./tally.ts";

/**
 * Makes members of customers that are none yet, all at once, gives the others their newer personal data, and stores
 * everybody's tags.
 */
export async function takeInCustomers(
  ports: RereadPorts,
  run: BegunReread,
  customers: readonly ReadCustomer[],
): Promise<TakenIn> {
  const { programId, shopId } = run;
  const known = await ports.rereads.knownCustomers(
    programId,
    shopId,
    customers.map(({ customerId }) => customerId),
  );
  const finds: RereadFind[] = [];
  const unknown: CustomerFacts[] = [];
  const changed: CustomerFacts[] = [];
  // Webhooks carry no metafields, so a birth date that is new here is nothing that a webhook has missed.
  const withBirthDates: CustomerFacts[] = [];
  for (const { customerId, updatedAt, told } of customers) {
    const before = known.get(customerId);
    if (!told.ok) {
      const { reason } = refusePayload(told.refusal);
      finds.push({ objectId: customerId, updatedAt, outcome: "refused", reason });
    } else if (before === undefined) unknown.push(told.value);
    else if (before.updatedAt < told.value.updatedAt) changed.push(told.value);
    else if ((told.value.birthDate ?? null) !== before.birthDate) withBirthDates.push(told.value);
  }
  if (unknown.length > 0) await ports.membersInBulk.ensure(programId, shopId, unknown);
  for (const customer of [...changed, ...withBirthDates])
    await ports.members.ensureMember(programId, shopId, customer);
  const changedIds = new Set(changed.map(({ customerId }) => customerId));
  for (const { customerId, tags, updatedAt: at, told } of customers) {
    // Who has none and did not change has none to lose.
    if (!told.ok || (tags.length === 0 && !changedIds.has(customerId))) continue;
    await ports.customers.replaceTags(programId, shopId, { customerId, tags, at });
  }
  finds.push(...unknown.map(findOf("unknown")), ...changed.map(findOf("changed")));
  return tally(run, customers.length, finds);
}

function findOf(outcome: "unknown" | "changed"): (customer: CustomerFacts) => RereadFind {
  return ({ customerId, updatedAt }) => ({ objectId: customerId, updatedAt, outcome, reason: null });
}
