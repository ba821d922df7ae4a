import {
  compareDigest,
  findMetafield,
  metafieldRowKey,
  parseGlobalId,
  putMetafield,
  resolveNamespace,
} from "../state/metafields.ts";
import type { MetafieldDefinition } from "../state/types.ts";
import type { ApiContext } from "./context.ts";
import { requireScope } from "./context.ts";
import { definitionView, findDefinition, metafieldView, ownerTypeOf } from "./metafield-view.ts";
import { fitsMetafieldType, isMetafieldType } from "./metafield-values.ts";
import { nodeView } from "./node-view.ts";

export type UserError = {
  field: string[] | null;
  message: string;
  code?: string;
  elementIndex?: number | null;
};

type SetInput = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
};

const writeScopes: Record<string, string> = {
  Customer: "write_customers",
  Order: "write_orders",
  Product: "write_products",
  ProductVariant: "write_products",
};

function requireWriteScope(context: ApiContext, ownerId: string): void {
  const scope = writeScopes[parseGlobalId(ownerId)?.kind ?? ""];
  if (scope) requireScope(context, scope, "metafieldsSet");
}

function refusalOf(
  context: ApiContext,
  input: SetInput,
): { part: string; message: string; code: string } | null {
  if (!nodeView(context, input.ownerId))
    return { part: "ownerId", message: "Owner does not exist.", code: "INVALID" };
  if (input.key.length < 2)
    return { part: "key", message: "Key is too short (minimum is 2 characters)", code: "TOO_SHORT" };
  if (input.key.length > 64)
    return { part: "key", message: "Key is too long (maximum is 64 characters)", code: "TOO_LONG" };
  const existing = findMetafield(context.store, {
    ownerId: input.ownerId,
    namespace: input.namespace,
    key: input.key,
  });
  const type = typeOf(context, input);
  if (!type) return { part: "type", message: "Type can't be blank", code: "BLANK" };
  if (!isMetafieldType(type) || (existing && existing.type !== type))
    return {
      part: "type",
      message: `Type must be consistent with the definition's type: ${existing?.type ?? type}.`,
      code: "INVALID_TYPE",
    };
  if (input.value === "") return { part: "value", message: "Value can't be blank.", code: "BLANK" };
  if (!fitsMetafieldType(type, input.value))
    return { part: "value", message: `Value is not valid for the type ${type}.`, code: "INVALID_VALUE" };
  const expected = input.compareDigest;
  const actual = existing ? compareDigest(existing) : null;
  if (expected !== undefined && expected !== actual)
    return {
      part: "compareDigest",
      message:
        "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
      code: "STALE_OBJECT",
    };
  return null;
}

function typeOf(context: ApiContext, input: SetInput): string | undefined {
  const ownerType = ownerTypeOf(input.ownerId);
  const definition = findDefinition(context, { ownerType, namespace: input.namespace, key: input.key });
  const existing = findMetafield(context.store, {
    ownerId: input.ownerId,
    namespace: input.namespace,
    key: input.key,
  });
  return definition?.type ?? input.type ?? existing?.type;
}

/** metafieldsSet: all or nothing, 25 at most, compare-and-set by digest. */
export function metafieldsSet(context: ApiContext, args: { metafields: SetInput[] }): object {
  const { metafields } = args;
  if (metafields.length > 25) {
    const message = "Exceeded the maximum metafields input limit of 25.";
    const error = { field: ["metafields"], message, code: "LESS_THAN_OR_EQUAL_TO", elementIndex: null };
    return { metafields: null, userErrors: [error] };
  }
  const userErrors: UserError[] = [];
  metafields.forEach((input, index) => {
    requireWriteScope(context, input.ownerId);
    const refusal = refusalOf(context, input);
    if (refusal)
      userErrors.push({
        field: ["metafields", String(index), refusal.part],
        message: refusal.message,
        code: refusal.code,
        elementIndex: index,
      });
  });
  if (userErrors.length > 0) return { metafields: [], userErrors };
  const rows = metafields.map((input) =>
    putMetafield(context.store, {
      shop: context.shop.domain,
      ownerId: input.ownerId,
      namespace: input.namespace,
      key: input.key,
      type: typeOf(context, input) ?? "single_line_text_field",
      value: input.value,
    }),
  );
  return { metafields: rows.map((row) => metafieldView(context, row, nodeView)), userErrors: [] };
}

/** metafieldsDelete: names that do not exist come back as null. */
export function metafieldsDelete(
  context: ApiContext,
  args: { metafields: { ownerId: string; namespace: string; key: string }[] },
): object {
  const deletedMetafields = args.metafields.map((identifier) => {
    requireWriteScope(context, identifier.ownerId);
    const found = findMetafield(context.store, identifier);
    if (!found || found.shop !== context.shop.domain) return null;
    delete context.store.state.metafields[metafieldRowKey(found)];
    return { ownerId: found.ownerId, namespace: found.namespace, key: found.key };
  });
  context.store.changed();
  return { deletedMetafields, userErrors: [] };
}

type DefinitionInput = {
  ownerType: string;
  namespace?: string | null;
  key: string;
  name: string;
  description?: string | null;
  type: string;
  access?: { admin?: string | null; storefront?: string | null; customerAccount?: string | null } | null;
};

/** metafieldDefinitionCreate: one definition per owner type, namespace and key. */
export function metafieldDefinitionCreate(
  context: ApiContext,
  args: { definition: DefinitionInput },
): object {
  const { definition } = args;
  const namespace = resolveNamespace(definition.namespace, context.store.app);
  const refuse = (part: string, message: string, code: string): object => ({
    createdDefinition: null,
    userErrors: [{ field: ["definition", part], message, code }],
  });
  if (findDefinition(context, { ...definition, namespace }))
    return refuse(
      "key",
      `Key is in use for ${definition.ownerType} metafields on the '${namespace}' namespace.`,
      "TAKEN",
    );
  if (!isMetafieldType(definition.type))
    return refuse("type", `Type name ${definition.type} is not a valid type.`, "INCLUSION");
  if (definition.access?.admin && !namespace.startsWith("app--"))
    return refuse(
      "access",
      "Admin access can only be set on an app-reserved namespace.",
      "ADMIN_ACCESS_INPUT_NOT_ALLOWED",
    );
  const row: MetafieldDefinition = {
    id: context.store.nextId(),
    shop: context.shop.domain,
    ownerType: definition.ownerType,
    namespace,
    key: definition.key,
    name: definition.name,
    description: definition.description ?? null,
    type: definition.type,
    storefrontAccess: definition.access?.storefront === "PUBLIC_READ" ? "PUBLIC_READ" : "NONE",
    adminAccess: definition.access?.admin ?? "PUBLIC_READ_WRITE",
    customerAccountAccess: definition.access?.customerAccount ?? "NONE",
  };
  context.store.state.metafieldDefinitions[String(row.id)] = row;
  context.store.changed();
  return { createdDefinition: definitionView(context, row), userErrors: [] };
}

/** metafieldDefinitionUpdate: name, description and access only. */
export function metafieldDefinitionUpdate(
  context: ApiContext,
  args: { definition: Partial<DefinitionInput> & { ownerType: string; key: string } },
): object {
  const { definition } = args;
  const row = findDefinition(context, { ...definition, namespace: definition.namespace });
  if (!row) {
    const message = "Definition not found.";
    return { updatedDefinition: null, userErrors: [{ field: ["definition"], message, code: "NOT_FOUND" }] };
  }
  row.name = definition.name ?? row.name;
  row.description = definition.description ?? row.description;
  if (definition.access?.storefront)
    row.storefrontAccess = definition.access.storefront === "PUBLIC_READ" ? "PUBLIC_READ" : "NONE";
  row.adminAccess = definition.access?.admin ?? row.adminAccess;
  row.customerAccountAccess = definition.access?.customerAccount ?? row.customerAccountAccess;
  context.store.changed();
  return { updatedDefinition: definitionView(context, row), userErrors: [] };
}
