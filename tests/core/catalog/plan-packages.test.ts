import { expect, test } from "vitest";

import { matchLines, planPackages } from "#core/catalog";
import type { PartToSend, Shipment } from "#core/catalog";

const shipment = (exigoOrderId: string, ...lines: [string, number][]): Shipment => ({
  exigoOrderId,
  carrier: "UPS",
  trackingNumbers: [`1Z${exigoOrderId}`],
  lines: lines.map(([lineId, units]) => ({ lineId, units })),
});
const part = (locationId: string, ...lines: [string, number, number][]): PartToSend => ({
  partId: `part-${locationId}`,
  locationId,
  lines: lines.map(([lineId, sent, remaining]) => ({
    id: `at-${locationId}-${lineId}`,
    lineId,
    sent,
    remaining,
  })),
});

test("a shipment goes out as one package per location, with its lines named", () => {
  const parts = [part("1", ["a", 0, 2]), part("2", ["b", 0, 1], ["c", 0, 5])];
  expect(planPackages({ own: shipment("7", ["a", 2], ["b", 1]), earlier: [], parts })).toEqual([
    { locationId: "1", parts: [{ partId: "part-1", lines: [{ id: "at-1-a", units: 2 }] }] },
    { locationId: "2", parts: [{ partId: "part-2", lines: [{ id: "at-2-b", units: 1 }] }] },
  ]);
});

test("a shipment that arrived already leaves nothing to send", () => {
  const parts = [part("1", ["a", 2, 3])];
  expect(planPackages({ own: shipment("7", ["a", 2]), earlier: [], parts })).toEqual([]);
});

test("a package that arrived for one location of two is finished for the other", () => {
  const parts = [part("1", ["a", 2, 0]), part("2", ["b", 0, 1])];
  const planned = planPackages({ own: shipment("7", ["a", 2], ["b", 1]), earlier: [], parts });
  expect(planned.map(({ locationId }) => locationId)).toEqual(["2"]);
});

test("what an earlier shipment sent of a line is not taken for this one", () => {
  const parts = [part("1", ["a", 2, 3])];
  const planned = planPackages({ own: shipment("8", ["a", 1]), earlier: [shipment("7", ["a", 2])], parts });
  expect(planned).toEqual([
    { locationId: "1", parts: [{ partId: "part-1", lines: [{ id: "at-1-a", units: 1 }] }] },
  ]);
});

test("nothing goes beyond what is left of a line, nor beyond the shipment when a package was taken back", () => {
  expect(
    planPackages({ own: shipment("7", ["a", 5]), earlier: [], parts: [part("1", ["a", 0, 2])] }),
  ).toEqual([{ locationId: "1", parts: [{ partId: "part-1", lines: [{ id: "at-1-a", units: 2 }] }] }]);
  const earlier = [shipment("7", ["a", 2])];
  const [again] = planPackages({ own: shipment("8", ["a", 1]), earlier, parts: [part("1", ["a", 0, 3])] });
  expect(again?.parts[0]?.lines).toEqual([{ id: "at-1-a", units: 1 }]);
});

test("lines are known by the number that Exigo kept, then by their item in order", () => {
  const ordered = [
    { lineId: "1", itemCode: "TEA", quantity: 2 },
    { lineId: "2", itemCode: "TEA", quantity: 3 },
    { lineId: "3", itemCode: "CUP", quantity: 1 },
  ];
  const detail = (itemCode: string, quantity: number, reference: string | null = null) => ({
    ...{ itemCode, quantity, reference },
  });
  expect(matchLines([detail("TEA", 3, "2"), detail("TEA", 1)], ordered)).toEqual([
    { lineId: "2", units: 3 },
    { lineId: "1", units: 1 },
  ]);
  expect(matchLines([detail("TEA", 4), detail("SHIPPING", 1), detail("CUP", -1)], ordered)).toEqual([
    { lineId: "1", units: 2 },
    { lineId: "2", units: 2 },
  ]);
});
