import type { ExigoConnections } from "./ports/exigo.ts";
import { findInvalidField, choosePassword } from "./read-connection-form.ts";
import type { ExigoConnectionForm, ExigoConnectionRefusal } from "./read-connection-form.ts";

export type SaveExigoConnectionResult =
  { readonly ok: true } | { readonly ok: false; readonly refusal: ExigoConnectionRefusal };

/**
 * Stores the program's connection and makes it active; what waits for it goes out with the next sweep. A
 * `password` of null keeps the stored one, which is refused when address, company or login change.
 */
export async function saveExigoConnection(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "find" | "save"> },
  form: ExigoConnectionForm,
): Promise<SaveExigoConnectionResult> {
  const refusal = findInvalidField(form);
  if (refusal) return { ok: false, refusal };
  const password = await choosePassword(ports.exigoConnections, form);
  if (password === null) return { ok: false, refusal: { code: "exigo_password_needed" } };
  await ports.exigoConnections.save({ ...form, password });
  return { ok: true };
}
