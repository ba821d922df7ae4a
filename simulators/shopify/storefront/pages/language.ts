import type { Visit } from "../visit.ts";
import { redirectTo } from "../visit.ts";
import { rememberVisitor } from "../visitors.ts";

/** Switches the language of the app's blocks: field `locale_code`. */
export function chooseLanguage(visit: Visit): void {
  const locale = visit.form.get("locale_code") ?? "";
  if (/^[a-z]{2}(-[A-Z]{2})?$/.test(locale)) visit.visitor.locale = locale;
  rememberVisitor(visit.deps.store, visit.visitor, visit.res);
  const path = visit.form.get("return_to") ?? "/";
  redirectTo(visit, /^\/(?![/\\])[\w\-/]*$/.test(path) ? path : "/");
}
