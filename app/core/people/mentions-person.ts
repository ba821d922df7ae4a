/** How a person may be named in a webhook's body. */
export interface PersonNames {
  readonly customerId: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly orderIds: readonly string[];
}

/** Digits that a phone number must have to be told from any other number. */
const PHONE_DIGITS = 7;

/**
 * Returns a test that says whether a text names the person: by the customer's or an order's id standing for itself, by
 * the address without regard to case, or by the phone number however it is set. The text is not parsed, so that it
 * finds them in any field of any topic; it may say yes to a number that only looks like one of the ids.
 */
export function mentionsPerson(person: PersonNames): (text: string) => boolean {
  const ids = [person.customerId, ...person.orderIds].filter((id) => /^\d+$/.test(id));
  const byId = new RegExp(`(?<!\\d)(?:${ids.join("|")})(?!\\d)`);
  const email = person.email?.trim().toLowerCase() ?? "";
  const digits = (person.phone ?? "").replaceAll(/\D/g, "");
  const byPhone =
    digits.length >= PHONE_DIGITS ? new RegExp(`(?<!\\d)${[...digits].join("[\\s().-]*")}(?!\\d)`) : null;
  return (text) =>
    (ids.length > 0 && byId.test(text)) ||
    (email !== "" && text.toLowerCase().includes(email)) ||
    (byPhone !== null && byPhone.test(text));
}
