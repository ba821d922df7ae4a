import { createHash } from "node:crypto";
import type { AppIdentity, Store } from "./store.ts";
import type { Metafield } from "./types.ts";

/**
 * The namespace as it is stored: `$app` and `$app:x` are the calling app's own, `app--{id}` and `app--{id}--x`.
 * A null namespace means the app's default one.
 */
export function resolveNamespace(namespace: string | null | undefined, app: Pick<AppIdentity, "id">): string {
  if (namespace === null || namespace === undefined || namespace === "$app") return `app--${app.id}`;
  if (namespace.startsWith("$app:")) return `app--${app.id}--${namespace.slice("$app:".length)}`;
  return namespace;
}

/** Global id of a resource, for example gid://shopify/Customer/7. */
export function globalId(kind: string, id: number): string {
  return `gid://shopify/${kind}/${id}`;
}

/** Kind and number in a global id, or null when it is none. */
export function parseGlobalId(gid: string): { kind: string; id: number } | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)$/.exec(gid);
  return match ? { kind: match[1] as string, id: Number(match[2]) } : null;
}

/** All metafields of one owner, oldest first. */
export function metafieldsOf(store: Store, ownerId: string): Metafield[] {
  return Object.values(store.state.metafields).filter((metafield) => metafield.ownerId === ownerId);
}

/** One metafield by owner, namespace (as written by the app, `$app:` allowed) and key. */
export function findMetafield(
  store: Store,
  where: { ownerId: string; namespace: string | null | undefined; key: string },
): Metafield | undefined {
  const namespace = resolveNamespace(where.namespace, store.app);
  return store.state.metafields[metafieldRowKey({ ...where, namespace })];
}

/** The row's key in the state: owner, namespace and key are unique together. */
export function metafieldRowKey(where: { ownerId: string; namespace: string; key: string }): string {
  return `${where.ownerId} ${where.namespace} ${where.key}`;
}

/** Shopify's compareDigest: changes whenever the value does. */
export function compareDigest(metafield: Metafield): string {
  return createHash("sha256").update(`${metafield.type}\n${metafield.value}`).digest("hex");
}

/** Writes one metafield, new or changed. The namespace may be in the app's short form. */
export function putMetafield(
  store: Store,
  input: {
    shop: string;
    ownerId: string;
    namespace: string | null | undefined;
    key: string;
    type: string;
    value: string;
  },
): Metafield {
  const namespace = resolveNamespace(input.namespace, store.app);
  const rowKey = metafieldRowKey({ ...input, namespace });
  const existing = store.state.metafields[rowKey];
  const now = store.now();
  const row: Metafield = {
    ...input,
    namespace,
    id: existing?.id ?? store.nextId(),
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
  };
  store.state.metafields[rowKey] = row;
  store.changed();
  return row;
}
