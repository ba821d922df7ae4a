import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { createSealing } from "#adapters/system/sealing";

const oldKey = { id: "2025", key: randomBytes(32) };
const newKey = { id: "2026", key: randomBytes(32) };

describe("sealing", () => {
  it("opens what it sealed, for the same context", () => {
    const sealing = createSealing([newKey]);
    expect(sealing.open(sealing.seal("s3cret · ключ", "exigo-password/7"), "exigo-password/7")).toBe(
      "s3cret · ключ",
    );
    expect(sealing.open(sealing.seal("", "x"), "x")).toBe("");
  });

  it("never seals the same text to the same bytes", () => {
    const sealing = createSealing([newKey]);
    expect(sealing.seal("a", "x").equals(sealing.seal("a", "x"))).toBe(false);
  });

  it("refuses a value that was moved to another context", () => {
    const sealing = createSealing([newKey]);
    const sealed = sealing.seal("s3cret", "exigo-password/7");
    expect(() => sealing.open(sealed, "exigo-password/8")).toThrow(
      expect.objectContaining({ code: "sealing_broken" }),
    );
  });

  it("refuses a value with any single byte changed, cut or added", () => {
    const sealing = createSealing([newKey]);
    const sealed = sealing.seal("s3cret", "x");
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealing.open(changed, "x")).toThrow(/sealed|sealing/);
      expect(() => sealing.open(sealed.subarray(0, index), "x")).toThrow(/sealed|sealing/);
    }
    expect(() => sealing.open(Buffer.concat([sealed, Buffer.from([0])]), "x")).toThrow(/changed/);
  });

  it("opens old values after a new key is put in front, and calls them stale", () => {
    const sealed = createSealing([oldKey]).seal("s3cret", "x");
    const rotated = createSealing([newKey, oldKey]);
    expect(rotated.open(sealed, "x")).toBe("s3cret");
    expect(rotated.isStale(sealed)).toBe(true);
    expect(rotated.isStale(rotated.seal("s3cret", "x"))).toBe(false);
  });

  it("names the key that is missing", () => {
    const sealed = createSealing([oldKey]).seal("s3cret", "x");
    expect(() => createSealing([newKey]).open(sealed, "x")).toThrow(
      expect.objectContaining({ code: "sealing_key_unknown", message: 'no sealing key is named "2025"' }),
    );
  });

  it("refuses an empty ring, a short key and a repeated id", () => {
    expect(() => createSealing([])).toThrow(/no sealing key/);
    expect(() => createSealing([{ id: "a", key: randomBytes(16) }])).toThrow(/not usable/);
    expect(() => createSealing([oldKey, oldKey])).toThrow(/not usable/);
  });
});
