import { describe, expect, it, test } from "vitest";
import fc from "fast-check";

import { readHeader, readRow } from "#core/importing";
import type { ImportFormat, RowReading } from "#core/importing";

const NOW = "2026-11-20T12:00:00.000Z";

function read(format: ImportFormat, header: string, row: string, scale = 0): RowReading[] {
  const reading = readHeader(format, header.split(","));
  if (!reading.ok) throw new Error(`no columns: ${reading.expected.join()}`);
  return readRow(row.split(","), { positions: reading.positions, scale, now: NOW });
}

const PLAIN = "customer_id,email,amount,earned_at,expires_at,available_from,note";
const plain = (row: string, scale = 0) => read("plain", PLAIN, row, scale)[0];

describe("a plain row", () => {
  it("is an opening with its dates", () => {
    expect(plain("17,Ann@Example.com,1250,2026-01-31,2027-01-31,2026-12-01,VIP")).toEqual({
      kind: "opening",
      row: {
        customerId: "17",
        email: "ann@example.com",
        firstName: null,
        lastName: null,
        amountMinor: 1250,
        earnedAt: "2026-01-31T00:00:00.000Z",
        // Credits until the 31st can be spent on the 31st.
        expiresAt: "2027-02-01T00:00:00.000Z",
        availableFrom: "2026-12-01T00:00:00.000Z",
        note: "VIP",
      },
    });
  });

  it.each([
    [",,10,,,,", "customer_missing"],
    ["x17,,10,,,,", "customer_id_malformed"],
    [",nobody,10,,,,", "email_malformed"],
    ["17,,,,,,", "amount_missing"],
    ["17,,ten,,,,", "amount_malformed"],
    ["17,,1.5,,,,", "amount_malformed"],
    ["17,,99999999999999999,,,,", "amount_malformed"],
    ["17,,-10,,,,", "amount_is_negative"],
    ["17,,10,01/02/2026,,,", "earned_at_malformed"],
    ["17,,10,2026-02-30,,,", "earned_at_malformed"],
    ["17,,10,2027-01-01,,,", "earned_in_future"],
    ["17,,10,,soon,,", "expires_at_malformed"],
    ["17,,10,,,2026-13-01,", "available_from_malformed"],
    ["17,,10,2026-02-02,2026-02-01T12:00Z,,", "expires_too_early"],
  ])("%s is refused as %s", (row, refusal) => {
    expect(plain(row)).toMatchObject({ kind: "refused", refusal });
  });

  it("without credits says nothing, and without anything is no row", () => {
    expect(plain("17,,0,,,,")).toEqual({ kind: "nothing" });
    expect(plain(",,,,, ,")).toBeUndefined();
  });

  it("has the decimals that the program's unit has, and zeros beyond", () => {
    expect(plain("17,,12.50,,,,", 2)).toMatchObject({ row: { amountMinor: 1250 } });
    expect(plain("17,,12.00,,,,", 0)).toMatchObject({ row: { amountMinor: 12 } });
    expect(plain("17,,12.501,,,,", 2)).toMatchObject({ refusal: "amount_malformed" });
  });
});

describe("the exports of other programs", () => {
  it.each<[ImportFormat, string, string, object]>([
    ["smile", "Email,Points", "a@b.test,52620", { email: "a@b.test", amountMinor: 52620 }],
    ["smile", "id,email,points_balance", "9,a@b.test,5", { customerId: null, amountMinor: 5 }],
    [
      "loyaltylion",
      "Merchant ID,Email,Points Approved,Points Pending",
      "88,a@b.test,70,0",
      { customerId: "88", amountMinor: 70 },
    ],
    [
      "yotpo",
      "Full Name,First Name,Last Name,Email,Points Balance,Points Spent",
      "Ann Lee,Ann,Lee,a@b.test,40,900",
      { firstName: "Ann", lastName: "Lee", amountMinor: 40 },
    ],
    [
      "rivo",
      "Email,Points Balance,Birthdate,VIP Tier,Activation Date,Credits Balance",
      "a@b.test,,,,,7",
      { amountMinor: 7 },
    ],
    [
      "rivo",
      "Shopify Customer ID,points_amount,applied_at,expires_at",
      "gid://shopify/Customer/5,30,2026-01-01 10:00:00 +0200,2027-01-01T00:00:00Z",
      { customerId: "5", earnedAt: "2026-01-01T08:00:00.000Z", expiresAt: "2027-01-01T00:00:00.000Z" },
    ],
  ])("%s with %s", (format, header, row, expected) => {
    expect(read(format, header, row)[0]).toMatchObject({ kind: "opening", row: expected });
  });

  it("tell pending credits without a day, which are refused beside the approved ones", () => {
    expect(read("loyaltylion", "email,points approved,points pending", "a@b.test,70,30")).toMatchObject([
      { kind: "opening", row: { amountMinor: 70 } },
      { kind: "refused", refusal: "pending_has_no_date" },
    ]);
  });

  it("are refused whole when nothing says who, or how much", () => {
    expect(readHeader("smile", ["name", "points"])).toMatchObject({ ok: false });
    expect(readHeader("yotpo", ["Email", "Points Spent"])).toEqual({
      ok: false,
      expected: ["points balance", "current points balance", "points"],
    });
  });

  it("may write their headers as they like", () => {
    expect(readHeader("plain", ["\uFEFFCustomer-ID ", " AMOUNT"])).toMatchObject({
      ok: true,
      positions: { customerId: [0], amount: [1] },
    });
  });
});

test("any cells at all are read as an opening, nothing, or a refusal", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 9 }), (cells) => {
      const header = readHeader("plain", PLAIN.split(","));
      if (!header.ok) throw new Error("the header is plain");
      for (const reading of readRow(cells, { positions: header.positions, scale: 2, now: NOW })) {
        if (reading.kind !== "opening") continue;
        expect(reading.row.amountMinor).toBeGreaterThan(0);
        expect(reading.row.customerId ?? reading.row.email).toBeTruthy();
      }
    }),
  );
});

test("every day of the calendar is read as itself, and as the day's end when something expires", () => {
  const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2026-11-19"), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      const after = new Date(Date.parse(day) + 86_400_000).toISOString();
      expect(plain(`17,,10,${day},${day},,`)).toMatchObject({
        row: { earnedAt: `${day}T00:00:00.000Z`, expiresAt: after },
      });
      expect(plain(`17,,10,${date.toISOString()},,,`)).toMatchObject({
        row: { earnedAt: date.toISOString() },
      });
    }),
  );
});
