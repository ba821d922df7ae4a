type Row = Record<string, unknown>;
type Line = Row & { __parentId?: string };

const isConnection = (value: unknown): value is { edges?: { node: Row }[]; nodes?: Row[] } =>
  typeof value === "object" && value !== null && ("edges" in value || "nodes" in value);

const rowsOf = (connection: { edges?: { node: Row }[]; nodes?: Row[] }): Row[] =>
  connection.nodes ?? connection.edges?.map((edge) => edge.node) ?? [];

/** A row without its connections, followed by the rows in them, each naming its parent. */
function linesOf(row: Row, parentId: string | null): Line[] {
  const own: Line = {};
  const children: Line[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (!isConnection(value)) own[name] = value;
    else for (const child of rowsOf(value)) children.push(...linesOf(child, String(row.id)));
  }
  return [parentId === null ? own : { ...own, __parentId: parentId }, ...children];
}

/**
 * The result of a bulk query as JSONL. Children follow their parent when grouping was asked for; otherwise all of them
 * come after all parents, because Shopify promises no order then.
 */
export function bulkLines(connection: unknown, groupObjects: boolean): { lines: string[]; roots: number } {
  const trees = isConnection(connection) ? rowsOf(connection).map((row) => linesOf(row, null)) : [];
  const lines = groupObjects
    ? trees.flat()
    : [...trees.map((tree) => tree.slice(0, 1)), ...trees.map((tree) => tree.slice(1))].flat();
  return { lines: lines.map((line) => JSON.stringify(line)), roots: trees.length };
}
