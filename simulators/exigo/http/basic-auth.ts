import type { Company } from "../state/company.ts";

/** The user part and the password of an Authorization header; null when it is not a Basic one. */
export function readBasicAuth(header: string | null): { user: string; password: string } | null {
  const encoded = /^Basic\s+([A-Za-z0-9+/=_-]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 0) return null;
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Splits `login@company` at its last @, so that a login may be an email address. Null without a company. */
export function splitUser(user: string): { login: string; company: string } | null {
  const at = user.lastIndexOf("@");
  if (at < 1 || at === user.length - 1) return null;
  return { login: user.slice(0, at), company: user.slice(at + 1) };
}

/** True when the company has this login with this password. */
export function isKnownLogin(company: Company, login: string, password: string): boolean {
  return company.logins.some((known) => known.login === login && known.password === password);
}
