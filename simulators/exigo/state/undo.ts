type Undo = () => void;

/** What each stand-in stands for. */
const originals = new WeakMap<object, object>();

/**
 * Gives a stand-in for the value whose changes, however deep, can be taken back: `undo` puts everything as it was. Only
 * what is touched costs anything, so that it serves a state of any size. It is for plain data: objects and arrays.
 */
export function undoable<Value extends object>(value: Value): { draft: Value; undo: Undo } {
  const steps: Undo[] = [];
  const drafts = new WeakMap<object, object>();
  /** What is stored is never a stand-in: new rows and lists may hold some of what they were made from. */
  const original = (item: unknown): unknown => {
    if (!isObject(item)) return item;
    const known = originals.get(item);
    if (known !== undefined) return known;
    for (const [name, member] of Object.entries(item)) {
      if (isObject(member)) Reflect.set(item, name, original(member));
    }
    return item;
  };
  const draftOf = (target: object): object => {
    const known = drafts.get(target);
    if (known !== undefined) return known;
    const draft = new Proxy(target, {
      get: (item, name, receiver) => {
        const found: unknown = Reflect.get(item, name, receiver);
        return isObject(found) ? draftOf(found) : found;
      },
      set: (item, name, changed) => {
        // A new place in an array makes it longer without a word.
        if (Array.isArray(item) && name !== "length") steps.push(backTo(item, "length"));
        steps.push(backTo(item, name));
        return Reflect.set(item, name, original(changed));
      },
      defineProperty: (item, name, property) => {
        steps.push(backTo(item, name));
        return Reflect.defineProperty(item, name, property);
      },
      deleteProperty: (item, name) => {
        steps.push(backTo(item, name));
        return Reflect.deleteProperty(item, name);
      },
    });
    drafts.set(target, draft);
    originals.set(draft, target);
    return draft;
  };
  const undo = () => {
    for (const step of steps.reverse()) step();
  };
  return { draft: draftOf(value) as Value, undo };
}

/** The first row that matches; null: none. Of a draft only that row gets a stand-in, not every one before it. */
export function findRow<Row>(rows: readonly Row[], matches: (row: Row) => boolean): Row | null {
  const searched = (originals.get(rows) as readonly Row[] | undefined) ?? rows;
  return rows[searched.findIndex(matches)] ?? null;
}

/** Remembers a member as it is now; the length of an array is a member, too. */
function backTo(target: object, name: PropertyKey): Undo {
  const before = Object.getOwnPropertyDescriptor(target, name);
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
