import { createHmac, timingSafeEqual } from "node:crypto";

/** Base64 of exactly 32 bytes, as an HMAC-SHA256 is written. */
const DIGEST_TEXT = /^[A-Za-z0-9+/]{43}=$/;

/**
 * True when `signature` is the base64 HMAC-SHA256 of the raw body under one of the secrets. Every secret is
 * tried and each comparison takes the same time, whatever it compares.
 */
export function isSigned(body: Buffer, signature: string, secrets: readonly string[]): boolean {
  if (!DIGEST_TEXT.test(signature)) return false;
  const given = Buffer.from(signature, "base64");
  let matches = 0;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    matches += Number(given.length === expected.length && timingSafeEqual(given, expected));
  }
  return matches > 0;
}
