import type { DocumentNode, FieldNode, GraphQLError, GraphQLSchema } from "graphql";
import {
  Kind,
  TypeInfo,
  getNamedType,
  getNullableType,
  isListType,
  parse,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { everything } from "../admin-api/connection.ts";

const maxConnections = 5;
const maxDepth = 2;

const isConnection = (typeName: string): boolean => typeName.endsWith("Connection");

/** A query that may run in bulk, or the sentence with which Shopify refuses it. */
export type BulkQuery =
  { ok: true; document: DocumentNode; rootField: string } | { ok: false; message: string };

function rootFields(document: DocumentNode): FieldNode[] {
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD);
}

/**
 * What may not be in a bulk query: more than one field at the top, more than five connections, connections more than
 * two levels deep, and a connection inside a list.
 * https://shopify.dev/docs/api/usage/bulk-operations/queries#operation-restrictions
 */
function restrictionBroken(schema: GraphQLSchema, document: DocumentNode): string | null {
  const info = new TypeInfo(schema);
  const open: string[] = [];
  let connections = 0;
  let depth = 0;
  let problem: string | null = null;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        enter() {
          const type = info.getType();
          const name = type ? getNamedType(type).name : "";
          const isList = type ? isListType(getNullableType(type)) : false;
          const isPlumbing = /(Edge|PageInfo)$/.test(name) || info.getFieldDef()?.name === "nodes";
          open.push(isConnection(name) ? "connection" : isList && !isPlumbing ? "list" : "other");
          if (!isConnection(name)) return;
          connections += 1;
          depth += 1;
          if (open.slice(0, -1).includes("list"))
            problem ??=
              "Queries that contain a connection field within a list field are not currently supported.";
          if (depth > maxDepth + 1)
            problem ??= "Bulk queries cannot contain connections nested more than two levels deep.";
        },
        leave() {
          if (open.pop() === "connection") depth -= 1;
        },
      },
    }),
  );
  if (connections > maxConnections) problem ??= "Bulk queries cannot contain more than 5 connections.";
  if (connections === 0) problem ??= "Bulk queries must contain at least one connection.";
  return problem;
}

/** Reads a query for a bulk operation; every connection in it is to give everything. */
export function readBulkQuery(schema: GraphQLSchema, query: string): BulkQuery {
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return { ok: false, message: `Invalid bulk query: ${(error as GraphQLError).message}` };
  }
  const [error] = validate(schema, document);
  if (error) return { ok: false, message: `Invalid bulk query: ${error.message}` };
  const [root, ...others] = rootFields(document);
  if (!root || others.length > 0)
    return { ok: false, message: "Bulk queries must have a single top-level field." };
  if (["node", "nodes"].includes(root.name.value))
    return { ok: false, message: "Bulk queries cannot use the top-level node and nodes fields." };
  const message = restrictionBroken(schema, document);
  if (message) return { ok: false, message };
  return { ok: true, document: withoutPages(schema, document), rootField: root.name.value };
}

/** Bulk operations take no notice of page sizes: `first` is everything, wherever there is a connection. */
function withoutPages(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const type = info.getType();
        if (!type || !isConnection(getNamedType(type).name)) return undefined;
        const kept = (node.arguments ?? []).filter(
          ({ name }) => !["first", "last", "after", "before"].includes(name.value),
        );
        const first = {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: "first" },
          value: { kind: Kind.INT, value: String(everything) },
        } as const;
        return { ...node, arguments: [...kept, first] };
      },
    }),
  );
}
