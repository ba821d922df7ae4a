import { canonicalJson } from "../units/index.ts";

/** One place at which two documents differ. */
export interface Change {
  /** Where, in words of the document: `rules.double-weekend.earns.multiplyBps`. */
  readonly path: string;
  /** undefined: it was not there. */
  readonly before?: unknown;
  /** undefined: it is not there any more. */
  readonly after?: unknown;
}

/**
 * What a person must know to get from one document to the other, in the order of the later one. Members of a list that
 * have an id are told by it, wherever they stand; `order` tells when those of both lists changed places.
 */
export function differenceOf(before: unknown, after: unknown, path = ""): Change[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  if (hasIds(before) && hasIds(after)) return listChanges(before, after, path);
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
    return names.flatMap((name) => differenceOf(before[name], after[name], join(path, name)));
  }
  return [
    {
      path,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    },
  ];
}

interface WithId {
  readonly id: string;
}

function listChanges(before: readonly WithId[], after: readonly WithId[], path: string): Change[] {
  const find = (list: readonly WithId[], id: string): WithId | undefined =>
    list.find((each) => each.id === id);
  const ids = [...new Set([...after, ...before].map(({ id }) => id))];
  const changes = ids.flatMap((id) => differenceOf(find(before, id), find(after, id), join(path, id)));
  const shared = (list: readonly WithId[]): string[] =>
    list.flatMap(({ id }) => (find(before, id) && find(after, id) ? id : []));
  const [placesBefore, placesAfter] = [shared(before), shared(after)];
  const moved = canonicalJson(placesBefore) !== canonicalJson(placesAfter);
  return moved
    ? [...changes, { path: join(path, "order"), before: placesBefore, after: placesAfter }]
    : changes;
}

function hasIds(value: unknown): value is readonly WithId[] {
  return (
    Array.isArray(value) &&
    value.every((each) => isPlain(each) && typeof (each as { id?: unknown }).id === "string")
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
