import {
  compareDigest,
  findMetafield,
  globalId,
  metafieldsOf,
  parseGlobalId,
  resolveNamespace,
} from "../state/metafields.ts";
import type { Metafield, MetafieldDefinition } from "../state/types.ts";
import { connectionOf } from "./connection.ts";
import type { PageArgs } from "./connection.ts";
import type { ApiContext } from "./context.ts";

/** CUSTOMER for gid://shopify/Customer/7; the schema's MetafieldOwnerType. */
export function ownerTypeOf(ownerId: string): string {
  const kind = parseGlobalId(ownerId)?.kind ?? "";
  return kind === "AppInstallation" ? "API_PERMISSION" : kind.toUpperCase();
}

const jsonTypes = /^(json|boolean|number_integer|money|dimension|volume|weight|rating|list\..*)$/;

function jsonValue(metafield: Metafield): unknown {
  if (!jsonTypes.test(metafield.type)) return metafield.value;
  return JSON.parse(metafield.value) as unknown;
}

/** A Metafield as the schema describes it. `ownerView` resolves the resource that it belongs to. */
export function metafieldView(
  context: ApiContext,
  metafield: Metafield,
  ownerView: (context: ApiContext, gid: string) => object | null,
): object {
  return {
    __typename: "Metafield",
    id: globalId("Metafield", metafield.id),
    namespace: metafield.namespace,
    key: metafield.key,
    type: metafield.type,
    value: metafield.value,
    jsonValue: () => jsonValue(metafield),
    ownerType: ownerTypeOf(metafield.ownerId),
    owner: () => ownerView(context, metafield.ownerId),
    definition: () => {
      const found = findDefinition(context, {
        ownerType: ownerTypeOf(metafield.ownerId),
        namespace: metafield.namespace,
        key: metafield.key,
      });
      return found ? definitionView(context, found) : null;
    },
    compareDigest: compareDigest(metafield),
    createdAt: metafield.createdAt,
    updatedAt: metafield.updatedAt,
    sizeInBytes: Buffer.byteLength(metafield.value),
  };
}

/** The `metafield` and `metafields` fields that every owner has. */
export function metafieldFields(
  context: ApiContext,
  ownerId: string,
  ownerView: (context: ApiContext, gid: string) => object | null,
): object {
  return {
    metafield: (args: { namespace?: string | null; key: string }) => {
      const found = findMetafield(context.store, { ownerId, namespace: args.namespace, key: args.key });
      return found ? metafieldView(context, found, ownerView) : null;
    },
    metafields: (args: PageArgs & { namespace?: string | null; keys?: string[] | null }) => {
      const namespace = args.namespace ? resolveNamespace(args.namespace, context.store.app) : null;
      const rows = metafieldsOf(context.store, ownerId).filter(
        (row) =>
          (namespace === null || row.namespace === namespace) &&
          (!args.keys || args.keys.includes(`${row.namespace}.${row.key}`) || args.keys.includes(row.key)),
      );
      return connectionOf(rows, args, {
        key: (row) => String(row.id),
        node: (row) => metafieldView(context, row, ownerView),
      });
    },
  };
}

/** The definition for an owner type, namespace (short form allowed) and key, if the shop has one. */
export function findDefinition(
  context: ApiContext,
  where: { ownerType: string; namespace: string | null | undefined; key: string },
): MetafieldDefinition | undefined {
  const namespace = resolveNamespace(where.namespace, context.store.app);
  return Object.values(context.store.state.metafieldDefinitions).find(
    (row) =>
      row.shop === context.shop.domain &&
      row.ownerType === where.ownerType &&
      row.namespace === namespace &&
      row.key === where.key,
  );
}

/** A MetafieldDefinition as the schema describes it. */
export function definitionView(context: ApiContext, definition: MetafieldDefinition): object {
  return {
    __typename: "MetafieldDefinition",
    id: globalId("MetafieldDefinition", definition.id),
    name: definition.name,
    namespace: definition.namespace,
    key: definition.key,
    description: definition.description,
    ownerType: definition.ownerType,
    pinnedPosition: null,
    type: { name: definition.type, category: definition.type.replace(/_.*/, "").toUpperCase() },
    access: {
      admin: definition.adminAccess,
      storefront: definition.storefrontAccess,
      customerAccount: definition.customerAccountAccess,
    },
    validations: [],
    metafieldsCount: () =>
      Object.values(context.store.state.metafields).filter(
        (row) =>
          row.shop === definition.shop &&
          row.namespace === definition.namespace &&
          row.key === definition.key &&
          ownerTypeOf(row.ownerId) === definition.ownerType,
      ).length,
  };
}
