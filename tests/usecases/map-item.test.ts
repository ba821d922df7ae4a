import { beforeEach, describe, expect, it } from "vitest";

import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import { mapItem } from "#usecases/map-item";
import type { MapItemPorts } from "#usecases/map-item";
import type { ExigoConnection, ExigoFailure } from "#usecases/ports/exigo";

const place = { currencyCode: "usd", priceType: 1, warehouseId: 1 };
// why: of a connection only its state and where it sells matter here.
const connection = {
  state: "active",
  setup: {
    ...DEFAULT_EXIGO_SETUP,
    orders: {
      ...DEFAULT_EXIGO_SETUP.orders,
      currencies: [{ ...place, shopifyCurrency: "USD", shipMethodId: 6 }],
    },
  },
} as unknown as ExigoConnection;
const failure = (kind: ExigoFailure["failure"]): ExigoFailure => ({
  ...{ ok: false, failure: kind, trouble: "answer", status: null, message: "in Exigo's words" },
});

let turns: unknown[];
let said: unknown[];

beforeEach(() => {
  turns = [];
  said = [];
});

/** Maps a variant; Exigo answers like this, and the app knows no item yet. */
function map(answer: ExigoFailure, found: ExigoConnection | null = connection) {
  // why: what the database and Exigo do has tests of its own; here only the answers matter.
  const ports = {
    itemLinks: {
      find: () => Promise.resolve([{}]),
      say: (_: number, what: unknown) => Promise.resolve(void said.push(what)),
    },
    exigoItems: { find: () => Promise.resolve([]), keep: () => Promise.resolve([]) },
    exigoConnections: { find: () => Promise.resolve(found) },
    exigo: {
      readItems: (access: { turn: unknown }) => {
        turns.push(access.turn);
        return Promise.resolve(answer);
      },
    },
    documents: { wake: () => Promise.resolve([]) },
    wakeUp: { document: () => Promise.resolve() },
  } as unknown as MapItemPorts;
  return mapItem(ports, {
    shop: { programId: 1, shopId: 1 },
    variantId: "1",
    saying: { says: "is_item", itemCode: "TEA" },
    staff: "1",
  });
}

describe("a code that is checked with Exigo", () => {
  it.each([
    ["deferred", { code: "exigo_busy" }],
    ["out_of_reach", { code: "exigo_out_of_reach" }],
    ["retryable", { code: "exigo_out_of_reach" }],
    ["refused", { code: "exigo_refused", reason: "in Exigo's words" }],
    ["unauthorized", { code: "exigo_refused", reason: "in Exigo's words" }],
  ] as const)(
    "is asked for in a person's turn, and a call that is %s says why it is not taken",
    async (kind, refusal) => {
      expect(await map(failure(kind))).toEqual({ ok: false, refusal });
      expect(turns).toEqual(["person"]);
      expect(said).toEqual([]);
    },
  );

  it("is not asked for where nobody can be asked, and says what is missing", async () => {
    const answer = failure("retryable");
    const refusalOf = async (found: ExigoConnection | null) => await map(answer, found);
    expect(await refusalOf(null)).toMatchObject({ refusal: { code: "exigo_not_connected" } });
    expect(await refusalOf({ ...connection, state: "paused" })).toMatchObject({
      refusal: { code: "exigo_paused" },
    });
    expect(await refusalOf({ ...connection, setup: DEFAULT_EXIGO_SETUP })).toMatchObject({
      refusal: { code: "sales_place_missing" },
    });
    expect(turns).toEqual([]);
  });
});
