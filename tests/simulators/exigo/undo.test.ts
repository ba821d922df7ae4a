import { describe, expect, it } from "vitest";
import { findRow, undoable } from "../../../simulators/exigo/state/undo.ts";
import { createCustomer, startExigo } from "./start-exigo.ts";

interface Row {
  id: number;
  tags: string[];
  note?: string;
}

const rows = (): { rows: Row[]; next: number } => ({
  rows: [
    { id: 1, tags: ["a"] },
    { id: 2, tags: [], note: "old" },
  ],
  next: 3,
});

describe("a draft that can be undone", () => {
  it("changes the value itself, and puts everything back", () => {
    const value = rows();
    const { draft, undo } = undoable(value);
    draft.rows.push({ id: 3, tags: ["c"] });
    draft.rows[0]?.tags.splice(0, 1, "x", "y");
    delete draft.rows[1]?.note;
    draft.next += 1;
    expect(value).toEqual({
      rows: [
        { id: 1, tags: ["x", "y"] },
        { id: 2, tags: [] },
        { id: 3, tags: ["c"] },
      ],
      next: 4,
    });
    undo();
    expect(value).toEqual(rows());
    expect(value.rows).toHaveLength(2);
  });

  it("finds the same row as the same, and stores no stand-in in a list that is made anew", () => {
    const value = rows();
    const [first] = value.rows;
    const { draft } = undoable(value);
    expect(draft.rows.find(({ id }) => id === 1)).toBe(draft.rows[0]);
    draft.rows = [...draft.rows.filter(({ id }) => id === 1), { id: 9, tags: [] }];
    expect(value.rows[0]).toBe(first);
  });

  it("finds a row of the draft, whose changes are taken back with the rest", () => {
    const value = rows();
    const { draft, undo } = undoable(value);
    const found = findRow(draft.rows, ({ id }) => id === 2);
    expect(found).toBe(draft.rows[1]);
    if (found !== null) found.note = "new";
    expect(value.rows[1]?.note).toBe("new");
    undo();
    expect(value.rows[1]?.note).toBe("old");
    expect(findRow(value.rows, ({ id }) => id === 9)).toBeNull();
  });

  it("takes a whole transaction back when its last write is refused", async () => {
    const exigo = await startExigo();
    const customerID = await createCustomer(exigo);
    await exigo.call("POST /3.0/item", { itemCode: "TEA", description: "Tea" });
    const before = (await exigo.control("GET /control/state")).text;
    const request = (typeName: string, values: object) => ({ typeName, request: values });
    const refused = await exigo.call("POST /3.0/transaction", {
      transactionRequests: [
        request("UpdateCustomerRequest", { customerID, firstName: "Grace" }),
        request("CreateCustomerRequest", { customerType: 1 }),
        request("SetItemPriceRequest", { itemCode: "TEA", currencyCode: "usd", priceType: 1, price: 1 }),
        request("UpdateItemRequest", { itemCode: "CUP", description: "Cup" }),
      ],
    });
    expect(refused.status).toBe(400);
    expect((await exigo.control("GET /control/state")).text).toBe(before);
    expect(await createCustomer(exigo)).toBe(customerID + 1);
  });
});
