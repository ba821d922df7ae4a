import type {
  Exigo,
  ExigoAccess,
  ExigoAnswer,
  ExigoConnection,
  ExigoCustomer,
  ExigoFailure,
} from "./ports/exigo.ts";
import type { MemberIdentity, Members } from "./ports/members.ts";

export interface EnsureExigoCustomerPorts {
  readonly exigo: Exigo;
  readonly members: Pick<
    Members,
    "findByAccount" | "claimExigoLink" | "releaseExigoLink" | "linkExigoCustomer"
  >;
}

export type EnsureExigoCustomerResult =
  | { readonly ok: true; readonly exigoCustomerId: number }
  /** The call that failed; an `unknown` one was the creation: wait before the next try, which looks by key first. */
  | { readonly ok: false; readonly by: "exigo"; readonly failure: ExigoFailure }
  /** Somebody else looks for it at this moment. */
  | { readonly ok: false; readonly by: "other" }
  /** Only a person can tell which customer is the member. */
  | { readonly ok: false; readonly by: "person"; readonly message: string };

/**
 * The Exigo customer of the account's member: the linked one; else the one that carries the member's key; else
 * the only one with the member's verified email; else a new one with the key. Safe to repeat: a creation whose
 * answer was lost is found by its key. Points and orders of a new member may ask at the same moment: one of them looks.
 */
export async function ensureExigoCustomer(
  ports: EnsureExigoCustomerPorts,
  access: ExigoAccess & Pick<ExigoConnection, "mirror">,
  { programId, accountId }: { readonly programId: number; readonly accountId: number },
): Promise<EnsureExigoCustomerResult> {
  const member = await ports.members.findByAccount(programId, accountId);
  if (!member) return { ok: false, by: "person", message: "the account has no member" };
  if (member.exigoCustomerId !== null) return { ok: true, exigoCustomerId: member.exigoCustomerId };
  const { memberId } = member;
  if (!(await ports.members.claimExigoLink(programId, memberId))) {
    const now = await ports.members.findByAccount(programId, accountId);
    if (now && now.exigoCustomerId !== null) return { ok: true, exigoCustomerId: now.exigoCustomerId };
    return { ok: false, by: "other" };
  }
  const result = await findOrCreate(ports, access, programId, member);
  // A customer whose creation is uncertain may still come into being: nobody else is to look before that shows.
  const isUncertain = !result.ok && result.by === "exigo" && result.failure.failure === "unknown";
  if (!isUncertain) await ports.members.releaseExigoLink(programId, memberId);
  return result;
}

async function findOrCreate(
  ports: EnsureExigoCustomerPorts,
  access: ExigoAccess & Pick<ExigoConnection, "mirror">,
  programId: number,
  member: MemberIdentity,
): Promise<EnsureExigoCustomerResult> {
  const place = { programId, mirror: access.mirror };
  const customerKey = `HC-${programId}-${member.memberId}`;
  const byKey = await ports.exigo.findCustomersByKey(access, customerKey);
  if (!byKey.ok) return { ok: false, by: "exigo", failure: byKey };
  if (byKey.value.length > 1) {
    return { ok: false, by: "person", message: `several Exigo customers carry the key ${customerKey}` };
  }
  const [known] = byKey.value;
  if (known) return link(ports, place, member, known);

  const byEmail = await findByVerifiedEmail(ports.exigo, access, member);
  if (!byEmail.ok) return { ok: false, by: "exigo", failure: byEmail };
  if (byEmail.value) {
    const linked = await link(ports, place, member, byEmail.value);
    // Otherwise that customer is another member's already, so this member gets one of their own.
    if (linked.ok) return linked;
  }

  const made = await ports.exigo.createCustomer(access, {
    customerKey,
    // Exigo companies commonly refuse customers without a name.
    firstName: member.firstName ?? "Shop",
    lastName: member.lastName ?? "Customer",
    email: member.email,
  });
  if (!made.ok) return { ok: false, by: "exigo", failure: made };
  return link(ports, place, member, made.value);
}

async function findByVerifiedEmail(
  exigo: Exigo,
  access: ExigoAccess,
  member: MemberIdentity,
): Promise<ExigoAnswer<ExigoCustomer | null>> {
  if (!member.email || !member.emailVerified) return { ok: true, value: null };
  const found = await exigo.findCustomersByEmail(access, member.email);
  if (!found.ok) return found;
  const [only, ...others] = found.value;
  return { ok: true, value: only && others.length === 0 ? only : null };
}

async function link(
  ports: EnsureExigoCustomerPorts,
  { programId, mirror }: { readonly programId: number; readonly mirror: number },
  member: MemberIdentity,
  { exigoCustomerId, customerType, rank }: ExigoCustomer,
): Promise<EnsureExigoCustomerResult> {
  const found = { exigoCustomerId, mirror, customerType, rank };
  if (await ports.members.linkExigoCustomer(programId, member.memberId, found)) {
    return { ok: true, exigoCustomerId };
  }
  const now = await ports.members.findByAccount(programId, member.accountId);
  if (now && now.exigoCustomerId !== null) return { ok: true, exigoCustomerId: now.exigoCustomerId };
  const message = `the Exigo customer ${exigoCustomerId} is linked to another member`;
  return { ok: false, by: "person", message };
}
