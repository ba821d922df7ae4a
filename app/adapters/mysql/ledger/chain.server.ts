import { hash } from "node:crypto";
import { genesisContent } from "#core/ledger";

/** Where an account's two chains stand: that of its entries and that of its keys. */
export interface ChainHeads {
  readonly entry: Buffer;
  readonly key: Buffer;
  readonly keyCount: number;
}

/** The hash of `content` behind the hash before it in its chain. */
export function chainHash(previous: Buffer, content: string): Buffer {
  return hash("sha256", Buffer.concat([previous, Buffer.from(content)]), "buffer");
}

/** Heads as the account row holds them; chains without a link begin with whose account it is. */
export function headsOf(
  programId: number,
  row: { id: number; member_id: number; entry_count: number; head_hash: Buffer } & {
    key_count: number;
    key_hash: Buffer;
  },
): ChainHeads {
  const genesis = () => chainHash(Buffer.alloc(32), genesisContent(programId, row.id, row.member_id));
  return {
    entry: row.entry_count === 0 ? genesis() : row.head_hash,
    key: row.key_count === 0 ? genesis() : row.key_hash,
    keyCount: row.key_count,
  };
}
