import { GraphQLError } from "graphql";

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
};

export type Connection<T> = {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
};

const maxPage = 250;

/** The page size of a bulk operation. Nobody else gets it: a query that asks for it costs more than any may. */
export const everything = 2 ** 31 - 1;

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

function readCursor(cursor: string): string {
  const value = Buffer.from(cursor, "base64url").toString("utf8");
  if (!value.startsWith("row:")) throw badInput("Invalid cursor for current pagination sort.");
  return value.slice("row:".length);
}

/**
 * One page of rows in the order given. The cursor holds the row's own key, so a row that moves to another place between
 * two pages is neither skipped nor served twice for that reason alone.
 */
export function connectionOf<Row, Node>(
  rows: Row[],
  args: PageArgs,
  how: { key: (row: Row) => string; node: (row: Row) => Node },
): Connection<Node> {
  const size = args.first ?? args.last;
  if (size === null || size === undefined) throw badInput("you must provide one of first or last");
  if (size < 0 || (size > maxPage && size !== everything))
    throw badInput(`first and last must be between 0 and ${maxPage}`);
  const ordered = args.reverse ? [...rows].reverse() : rows;
  const keys = ordered.map(how.key);
  const placeOf = (cursor: string): number => {
    const place = keys.indexOf(readCursor(cursor));
    if (place === -1) throw badInput("Invalid cursor for current pagination sort.");
    return place;
  };
  const from = args.after ? placeOf(args.after) + 1 : 0;
  const until = args.before ? placeOf(args.before) : ordered.length;
  const window = ordered.slice(from, until);
  const chosen =
    args.first === null || args.first === undefined ? window.slice(-size) : window.slice(0, size);
  const start = from + (chosen[0] === undefined ? 0 : window.indexOf(chosen[0]));
  const edges = chosen.map((row) => ({
    cursor: Buffer.from(`row:${how.key(row)}`).toString("base64url"),
    node: how.node(row),
  }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: start + chosen.length < ordered.length,
      hasPreviousPage: start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
