import { randomUUID } from "node:crypto";
import type { GraphQLSchema } from "graphql";
import { execute } from "graphql";
import type { ApiContext } from "../admin-api/context.ts";
import { globalId, parseGlobalId } from "../state/metafields.ts";
import type { Store } from "../state/store.ts";
import { bulkLines } from "./bulk-lines.ts";
import { readBulkQuery } from "./bulk-query.ts";

export type BulkStatus =
  "CREATED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELING" | "CANCELED" | "EXPIRED";

export type BulkOperation = {
  id: number;
  shop: string;
  query: string;
  groupObjects: boolean;
  status: BulkStatus;
  errorCode: string | null;
  createdAt: string;
  completedAt: string | null;
  objectCount: number;
  rootObjectCount: number;
  /** Names the result file; null when there is none. */
  file: string | null;
  partialFile: string | null;
};

/** How operations behave until told otherwise. */
export type BulkModes = {
  /** They stay RUNNING until they are let go. */
  hold: boolean;
  /** The next operation to end fails with this code. */
  failNext: "ACCESS_DENIED" | "INTERNAL_SERVER_ERROR" | "TIMEOUT" | null;
};

export type BulkOperations = {
  run(context: ApiContext, args: { query: string; groupObjects: boolean }): object;
  cancel(context: ApiContext, id: string): object;
  /** One look at an operation; each look moves it one state further. */
  view(context: ApiContext, id: string): Promise<object | null>;
  all(shop: string): BulkOperation[];
  viewOf(context: ApiContext, operation: BulkOperation): object;
  /** A result file's text; null when there is none or its link has expired. */
  file(name: string): string | null;
  setModes(change: Partial<BulkModes>): BulkModes;
  /** Ends every link of a shop, as seven days would. */
  expireLinks(shop: string): number;
};

const atOnce = 5;
const underWay: BulkStatus[] = ["CREATED", "RUNNING", "CANCELING"];

type RootOf = (context: ApiContext) => object;
type Parts = {
  store: Store;
  schema: GraphQLSchema;
  rootOf: RootOf;
  modes: BulkModes;
  files: Map<string, string>;
};

function operationsOf(store: Store): Record<string, BulkOperation> {
  return store.section<Record<string, BulkOperation>>("bulkOperations", () => ({}));
}

async function complete(
  { schema, rootOf, modes, files, store }: Parts,
  context: ApiContext,
  operation: BulkOperation,
) {
  const read = readBulkQuery(schema, operation.query);
  if (!read.ok) return;
  const result = await execute({ schema, document: read.document, rootValue: rootOf(context) });
  const denied = result.errors !== undefined;
  const { lines, roots } = bulkLines(result.data?.[read.rootField], operation.groupObjects);
  const failure = denied ? "ACCESS_DENIED" : modes.failNext;
  modes.failNext = null;
  const kept = failure ? lines.slice(0, Math.floor(lines.length / 2)) : lines;
  const name = kept.length > 0 ? randomUUID() : null;
  if (name) files.set(name, kept.map((line) => `${line}\n`).join(""));
  Object.assign(operation, {
    status: failure ? "FAILED" : "COMPLETED",
    errorCode: failure,
    completedAt: store.now(),
    objectCount: kept.length,
    rootObjectCount: failure ? Math.min(roots, kept.length) : roots,
    file: failure ? null : name,
    partialFile: failure ? name : null,
  });
  store.changed();
}

/** Moves an operation one state further. */
async function advance(parts: Parts, context: ApiContext, operation: BulkOperation): Promise<void> {
  if (operation.status === "CREATED") operation.status = "RUNNING";
  else if (operation.status === "CANCELING") operation.status = "CANCELED";
  else if (operation.status === "RUNNING" && !parts.modes.hold) await complete(parts, context, operation);
}

function start(
  { store, schema }: Parts,
  context: ApiContext,
  args: { query: string; groupObjects: boolean },
) {
  const refuse = (code: string, message: string) => ({ refused: { code, field: ["query"], message } });
  const read = readBulkQuery(schema, args.query);
  if (!read.ok) return refuse("INVALID", read.message);
  const rows = operationsOf(store);
  const busy = Object.values(rows).filter(
    (row) => row.shop === context.shop.domain && underWay.includes(row.status),
  );
  if (busy.length >= atOnce)
    return refuse("LIMIT_REACHED", "Bulk operations limit reached. Please try again later.");
  const operation: BulkOperation = {
    id: store.nextId(),
    shop: context.shop.domain,
    ...args,
    status: "CREATED",
    errorCode: null,
    createdAt: store.now(),
    completedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    file: null,
    partialFile: null,
  };
  rows[String(operation.id)] = operation;
  store.changed();
  return { operation };
}

function expireLinks({ store, files }: Parts, shop: string): number {
  const names = Object.values(operationsOf(store))
    .filter((row) => row.shop === shop)
    .flatMap((row) => [row.file, row.partialFile].filter((name) => name !== null));
  for (const name of names) files.delete(name);
  return names.length;
}

/** Bulk queries of every shop. Result files live in memory, so links of before a restart have expired. */
export function createBulkOperations(options: {
  store: Store;
  schema: GraphQLSchema;
  rootOf: RootOf;
  /** Where the simulator listens. */
  url: () => string;
}): BulkOperations {
  const { store, url } = options;
  const modes: BulkModes = { hold: false, failNext: null };
  const parts: Parts = { ...options, modes, files: new Map() };
  const linkTo = (name: string | null): string | null => name && `${url()}/bulk-results/${name}.jsonl`;
  const viewOf = (_: ApiContext, operation: BulkOperation): object => ({
    __typename: "BulkOperation",
    id: globalId("BulkOperation", operation.id),
    type: "QUERY",
    status: operation.status,
    errorCode: operation.errorCode,
    query: operation.query,
    createdAt: operation.createdAt,
    completedAt: operation.completedAt,
    objectCount: String(operation.objectCount),
    rootObjectCount: String(operation.rootObjectCount),
    fileSize: operation.file ? String(Buffer.byteLength(parts.files.get(operation.file) ?? "")) : null,
    url: linkTo(operation.file),
    partialDataUrl: linkTo(operation.partialFile),
  });
  const find = (context: ApiContext, gid: string): BulkOperation | undefined => {
    const found = operationsOf(store)[String(parseGlobalId(gid)?.id)];
    return found?.shop === context.shop.domain ? found : undefined;
  };
  return {
    viewOf,
    run(context, args) {
      const { operation, refused } = {
        operation: undefined,
        refused: undefined,
        ...start(parts, context, args),
      };
      if (operation) return { bulkOperation: viewOf(context, operation), userErrors: [] };
      return { bulkOperation: null, userErrors: [refused] };
    },
    cancel(context, gid) {
      const operation = find(context, gid);
      if (!operation)
        return {
          bulkOperation: null,
          userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
        };
      if (["CREATED", "RUNNING"].includes(operation.status)) operation.status = "CANCELING";
      store.changed();
      return { bulkOperation: viewOf(context, operation), userErrors: [] };
    },
    async view(context, gid) {
      const operation = find(context, gid);
      if (!operation) return null;
      await advance(parts, context, operation);
      return viewOf(context, operation);
    },
    all: (shop) =>
      Object.values(operationsOf(store))
        .filter((row) => row.shop === shop)
        .reverse(),
    file: (name) => parts.files.get(name) ?? null,
    setModes: (change) => ({ ...Object.assign(modes, change) }),
    expireLinks: (shop) => expireLinks(parts, shop),
  };
}
