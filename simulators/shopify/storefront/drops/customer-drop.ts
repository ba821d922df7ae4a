import { Drop } from "liquidjs";
import type { Store } from "../../state/store.ts";
import { findMetafield, globalId } from "../../state/metafields.ts";
import type { Customer } from "../../state/types.ts";

/** Who reads: only the app's own Liquid may write `$app` for its reserved namespace. */
export type Reader = "app" | "theme";

class NamespaceDrop extends Drop {
  readonly #read: (key: string) => unknown;
  constructor(read: (key: string) => unknown) {
    super();
    this.#read = read;
  }
  override liquidMethodMissing(key: string | number): unknown {
    return this.#read(String(key));
  }
}

/** `owner.metafields[namespace].key`: a metafield with its type and its value, JSON already read. */
class MetafieldsDrop extends Drop {
  readonly #store: Store;
  readonly #ownerId: string;
  readonly #reader: Reader;
  constructor(store: Store, ownerId: string, reader: Reader) {
    super();
    this.#store = store;
    this.#ownerId = ownerId;
    this.#reader = reader;
  }
  override liquidMethodMissing(namespace: string | number): unknown {
    const name = String(namespace);
    if (this.#reader === "theme" && name.startsWith("$app")) return null;
    return new NamespaceDrop((key) => {
      const found = findMetafield(this.#store, { ownerId: this.#ownerId, namespace: name, key });
      if (!found) return null;
      const value: unknown = found.type === "json" ? JSON.parse(found.value) : found.value;
      return { type: found.type, value };
    });
  }
}

/** The `customer` object of Liquid. */
export function customerDrop(
  store: Store,
  customer: Customer,
  options: { reader: Reader },
): Record<string, unknown> {
  return {
    id: customer.id,
    first_name: customer.firstName,
    last_name: customer.lastName,
    name: `${customer.firstName} ${customer.lastName}`.trim(),
    email: customer.email,
    tags: customer.tags,
    metafields: new MetafieldsDrop(store, globalId("Customer", customer.id), options.reader),
  };
}
