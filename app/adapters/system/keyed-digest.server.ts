import { createHmac, hkdfSync } from "node:crypto";

import type { SealingKey } from "./sealing.server.ts";
import { SealingFault } from "./sealing.server.ts";

/** Equal parts give equal digests of 32 bytes; without the key nobody can try out what the parts were. */
export type KeyedDigest = (...parts: readonly (string | Buffer)[]) => Buffer;

/**
 * HMAC-SHA256 under a key derived for one purpose. The oldest key of the ring is taken: putting a new one in front
 * changes no digest. Taking the oldest one away changes them all.
 */
export function createKeyedDigest(keys: readonly SealingKey[], purpose: string): KeyedDigest {
  const oldest = keys.at(-1);
  if (!oldest) throw new SealingFault("sealing_keys_invalid", "there is no sealing key");
  const key = Buffer.from(hkdfSync("sha256", oldest.key, "", `digest/${purpose}`, 32));
  return (...parts) => {
    const digest = createHmac("sha256", key);
    for (const part of parts) digest.update(part);
    return digest.digest();
  };
}
