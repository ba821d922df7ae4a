import { checkFlow } from "../ownership.ts";
import { directionOf } from "./types.ts";
import type { DocumentDraft, RefusedDraft } from "./types.ts";

/**
 * Sorts steps by the ownership table: a step is admitted when every field that it writes may be written in its
 * direction, and refused as a whole otherwise. One without fields writes nothing that anybody owns: refused, too.
 */
export function admitDrafts(drafts: readonly DocumentDraft[]): {
  readonly admitted: readonly DocumentDraft[];
  readonly refused: readonly RefusedDraft[];
} {
  const admitted: DocumentDraft[] = [];
  const refused: RefusedDraft[] = [];
  for (const draft of drafts) {
    const refusal = refusalOf(draft);
    if (refusal) refused.push({ draft, refusal });
    else admitted.push(draft);
  }
  return { admitted, refused };
}

function refusalOf({ kind, domain, fields }: DocumentDraft): RefusedDraft["refusal"] | null {
  const direction = directionOf(kind);
  if (fields.length === 0) return { domain, field: "", direction, code: "flow_unknown", owner: null };
  for (const field of fields) {
    const checked = checkFlow({ domain, field, direction });
    if (!checked.ok) return checked.refusal;
  }
  return null;
}
