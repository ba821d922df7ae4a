import { expect, test } from "vitest";

import { NO_DAY_YET } from "#core/earning";
import type { CreditsPage, LotRow, Movement } from "#core/reading";

import { lotsSection } from "../../app/routes/proxy._index/lots-section.ts";
import { toText } from "../../app/routes/proxy._index/markup.ts";
import { movementReason } from "../../app/routes/proxy._index/movement-reason.ts";
import { speechOf } from "../../app/routes/proxy._index/speech.ts";
import { en } from "../../app/routes/proxy._index/words/en.ts";

const NOW = "2026-11-21T00:00:00.000Z";
const speech = speechOf("en", en, { unitName: "credits", scale: 0 });
const lot: LotRow = {
  entrySeq: 1,
  amountMinor: 50,
  remainingMinor: 50,
  availableFrom: NO_DAY_YET,
  expiresAt: null,
};

test("credits that wait for no day show none", () => {
  const credits = { lots: [lot], otherLotsMinor: 0 } as unknown as CreditsPage; // why: the section reads only these
  const section = lotsSection(speech, credits, NOW);
  const text = section === null ? "" : toText(section);

  expect(text).toContain("Pending credits become available once your order is settled");
  expect(text).not.toContain("9999");
  expect(text).not.toContain("Never");
});

test("credits that wait no longer say so", () => {
  const released: Movement = {
    seq: 2,
    kind: "earn",
    reasonCode: "released",
    orderName: "#1001",
    effectiveAt: NOW,
    amountMinor: -50,
    movedMinor: 0,
    balanceAfterMinor: 0,
  };

  expect(movementReason(released, en)).toBe("Pending credits became available");
});
