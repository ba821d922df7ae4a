import { hash } from "node:crypto";
import { genesisContent, NO_HASH } from "#core/ledger";
import type { ChainHash } from "#core/proof";

/** Where an account's two chains stand: that of its entries and that of its keys, in hex. */
export interface ChainHeads {
  readonly entry: string;
  readonly key: string;
  readonly keyCount: number;
}

const HASH_BYTES = 32;
/** Of one unit of a string in UTF-8. */
const BYTES_AT_MOST = 3;

/** What is hashed, one content after the other; for as long as the longest so far. */
let bytes = Buffer.allocUnsafeSlow(16_384);

/** The hash of `content` behind the hash before it in its chain. */
export const chainHash: ChainHash = (previousHex, content) => {
  const needed = HASH_BYTES + BYTES_AT_MOST * content.length;
  if (bytes.length < needed) bytes = Buffer.allocUnsafeSlow(needed);
  const begin = bytes.write(previousHex, "hex");
  return hash("sha256", bytes.subarray(0, begin + bytes.write(content, begin)), "hex");
};

/** Heads as the account row holds them; chains without a link begin with whose account it is. */
export function headsOf(
  programId: number,
  row: { id: number; member_id: number; entry_count: number; head_hash: Buffer } & {
    key_count: number;
    key_hash: Buffer;
  },
): ChainHeads {
  const genesis = () => chainHash(NO_HASH, genesisContent(programId, row.id, row.member_id));
  return {
    entry: row.entry_count === 0 ? genesis() : row.head_hash.toString("hex"),
    key: row.key_count === 0 ? genesis() : row.key_hash.toString("hex"),
    keyCount: row.key_count,
  };
}
