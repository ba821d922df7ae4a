import { chainHash } from "#adapters/mysql/ledger/chain";
import { sha256Chain } from "#adapters/system/chain-hash";
import fc from "fast-check";
import { expect, it } from "vitest";

const previous = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString("hex"));

/** Longer ones than the buffer begins with, too. */
const content = fc.oneof(fc.string({ unit: "binary" }), fc.string({ maxLength: 8_000, size: "max" }));

// What posts and what proves hash by themselves; one buffer serves all contents, so each must leave nothing to the next.
it("hashes whatever comes after whatever as the proof does", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.oneof(previous, fc.constant("")), content), { maxLength: 5 }),
      (links) => {
        for (const [before, text] of links) expect(chainHash(before, text)).toBe(sha256Chain(before, text));
      },
    ),
  );
});
