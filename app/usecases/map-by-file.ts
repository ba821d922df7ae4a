import { findMappingColumns, readMappingRow, waitsForItem } from "#core/catalog";
import type { MappingPositions, MappingRefusal, MappingRow } from "#core/catalog";

import { checkItemCodes } from "./catalog/check-item-codes.ts";
import type { CheckItemCodesPorts } from "./catalog/check-item-codes.ts";
import type { Documents } from "./ports/documents.ts";
import type { ItemLink, ItemLinks, LinkSaying } from "./ports/item-links.ts";
import type { Shop } from "./ports/programs.ts";
import type { FileChunk } from "./ports/row-file.ts";
import type { WakeUp } from "./ports/wake-up.ts";

export interface MapByFilePorts extends CheckItemCodesPorts {
  readonly itemLinks: Pick<ItemLinks, "find" | "say" | "countWaiting">;
  readonly documents: Pick<Documents, "wake">;
  readonly wakeUp: Pick<WakeUp, "document">;
}

interface RefusedRow {
  readonly line: number;
  readonly refusal: MappingRefusal;
}

export type MapByFileResult =
  | {
      readonly ok: true;
      readonly changed: number;
      readonly unchanged: number;
      /** In the order of the file. */
      readonly refused: readonly RefusedRow[];
    }
  | { readonly ok: false; readonly refusal: { readonly code: "column_missing"; readonly missing: string } }
  | { readonly ok: false; readonly refusal: { readonly code: "file_empty" } };

export interface MapByFileInput {
  readonly shop: Pick<Shop, "programId" | "shopId">;
  /** The file from its beginning, its header first. */
  readonly rows: AsyncIterable<FileChunk>;
  readonly staff: string;
}

type NamedRow = Exclude<MappingRow, { says: "refused" }> & { readonly line: number };

/**
 * Takes what a file says of a shop's variants, some hundred rows at a time, as if a person had said each of them, and
 * wakes what waits for them. A row that is refused leaves the others alone; the same file again changes nothing. Throws
 * the faults of the file and of the ports: what was taken by then stays.
 */
export async function mapByFile(ports: MapByFilePorts, input: MapByFileInput): Promise<MapByFileResult> {
  const seen = new Set<string>();
  const refused: RefusedRow[] = [];
  let positions: MappingPositions | null = null;
  let [changed, unchanged] = [0, 0];
  for await (const { rows } of input.rows) {
    const [header] = rows;
    let body = rows;
    if (positions === null) {
      const found = findMappingColumns(header?.cells ?? []);
      if (!found.ok) return { ok: false, refusal: { code: "column_missing", missing: found.missing } };
      positions = found.positions;
      body = rows.slice(1);
    }
    const page = readPage(body, positions, seen);
    const taken = await takePage(ports, input, page.named);
    refused.push(...[...page.refused, ...taken.refused].toSorted((one, other) => one.line - other.line));
    changed += taken.changed;
    unchanged += taken.unchanged;
  }
  if (positions === null) return { ok: false, refusal: { code: "file_empty" } };
  return { ok: true, changed, unchanged, refused };
}

function readPage(rows: FileChunk["rows"], positions: MappingPositions, seen: Set<string>) {
  const named: NamedRow[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, cells } of rows) {
    if (cells === null) {
      refused.push({ line, refusal: { code: "rest_unreadable" } });
      continue;
    }
    const row = readMappingRow(cells, positions);
    if (row.says === "refused") refused.push({ line, refusal: row.refusal });
    else if (seen.has(row.variantId)) refused.push({ line, refusal: { code: "variant_twice" } });
    else named.push({ line, ...row });
    if (row.says !== "refused") seen.add(row.variantId);
  }
  return { named, refused };
}

async function takePage(ports: MapByFilePorts, { shop, staff }: MapByFileInput, rows: readonly NamedRow[]) {
  const { programId, shopId } = shop;
  const links = await ports.itemLinks.find(
    programId,
    shopId,
    rows.map(({ variantId }) => variantId),
  );
  const known = new Map(links.map((link) => [link.variantId, link]));
  const refused: RefusedRow[] = [];
  const news: NamedRow[] = [];
  for (const row of rows) {
    const link = known.get(row.variantId);
    if (!link) refused.push({ line: row.line, refusal: { code: "variant_unknown" } });
    else if (saysMore(row, link)) news.push(row);
  }
  const check = await checkItemCodes(
    ports,
    shop,
    news.flatMap((row) => (row.says === "is_item" ? [row.itemCode] : [])),
  );
  const sayings: { shopId: number; variantId: string; saying: LinkSaying }[] = [];
  for (const row of news) {
    const { variantId } = row;
    if (row.says !== "is_item") {
      sayings.push({ shopId, variantId, saying: { state: "ignored" } });
      continue;
    }
    const checked = check(row.itemCode);
    if (checked.ok)
      sayings.push({ shopId, variantId, saying: { state: "mapped", itemCode: checked.itemCode } });
    else refused.push({ line: row.line, refusal: checked.refusal });
  }
  const changed = await ports.itemLinks.say(programId, sayings, { by: "person", staff });
  const changedIds = changed.map(({ variantId }) => variantId);
  const waiting = await ports.itemLinks.countWaiting(programId, shopId, changedIds);
  for (const variantId of waiting.keys()) {
    const ids = await ports.documents.wake(programId, waitsForItem(shopId, variantId));
    for (const id of ids) void ports.wakeUp.document(programId, id);
  }
  return { changed: changed.length, unchanged: rows.length - refused.length - changed.length, refused };
}

/** Whether the row says something that is not so already. */
function saysMore(row: NamedRow, link: Pick<ItemLink, "state" | "itemCode">): boolean {
  if (row.says === "nothing") return false;
  if (row.says === "is_none") return link.state !== "ignored";
  return link.state !== "mapped" || link.itemCode !== row.itemCode;
}
