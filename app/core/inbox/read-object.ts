import { isNestedTooDeep } from "./depth.ts";

/** A JSON object with nothing known of its fields. */
export type AnyObject = Readonly<Record<string, unknown>>;

/** The object that a body is; null: it is none, cannot be read, or nests too deep. Its reason is told when it is applied. */
export function readObject(bodyText: string): AnyObject | null {
  if (isNestedTooDeep(bodyText)) return null;
  try {
    const body: unknown = JSON.parse(bodyText);
    return typeof body === "object" && body !== null ? (body as AnyObject) : null;
  } catch {
    // An unreadable body is judged when it is processed, where its reason can be stored.
    return null;
  }
}
