import type { ExigoConnections } from "./ports/exigo.ts";
import { choosePassword, findInvalidField, hostOf } from "./read-connection-form.ts";
import type { ExigoConnectionForm, ExigoConnectionRefusal } from "./read-connection-form.ts";

export type SaveExigoConnectionResult =
  { readonly ok: true } | { readonly ok: false; readonly refusal: ExigoConnectionRefusal };

/**
 * Stores the program's connection and makes it active; what waits for it goes out with the next sweep. A
 * `password` of null keeps the stored one, which is refused when address, company or login change. With another
 * host, company or point account all accounts are handed over to the new place. Where only the host is another,
 * a person must say whether it is the same place: refusal `exigo_place_unclear` until `sameBooks` is given.
 */
export async function saveExigoConnection(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "find" | "findPlace" | "save"> },
  { sameBooks, setup, ...form }: ExigoConnectionForm & { readonly sameBooks?: boolean | undefined },
): Promise<SaveExigoConnectionResult> {
  const refusal = findInvalidField(form);
  if (refusal) return { ok: false, refusal };
  const password = await choosePassword(ports.exigoConnections, form);
  if (password === null) return { ok: false, refusal: { code: "exigo_password_needed" } };
  if (sameBooks === undefined && (await isPlaceUnclear(ports, form))) {
    return { ok: false, refusal: { code: "exigo_place_unclear" } };
  }
  const chosen = setup === undefined ? {} : { setup };
  await ports.exigoConnections.save({ ...form, ...chosen, password, sameBooks: sameBooks ?? false });
  return { ok: true };
}

/** A new host may be a sandbox, or a new name of the same Exigo: taken for the wrong one, balances double or vanish. */
async function isPlaceUnclear(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "findPlace"> },
  form: ExigoConnectionForm,
): Promise<boolean> {
  const stored = await ports.exigoConnections.findPlace(form.programId);
  return (
    stored !== null &&
    stored.company.toLowerCase() === form.company.toLowerCase() &&
    stored.pointAccountId === form.pointAccountId &&
    hostOf(stored.baseUrl) !== hostOf(form.baseUrl)
  );
}
