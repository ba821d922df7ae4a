import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

export type SessionTokenClaims = {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function sign(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}

/** The session token that App Bridge hands to the embedded app: HS256 with the API secret, good for 60 seconds. */
export function makeSessionToken(
  input: { shop: string; apiKey: string; userId: number; nowSeconds: number; lifeSeconds?: number },
  secret: string,
): string {
  const claims: SessionTokenClaims = {
    iss: `https://${input.shop}/admin`,
    dest: `https://${input.shop}`,
    aud: input.apiKey,
    sub: String(input.userId),
    exp: input.nowSeconds + (input.lifeSeconds ?? 60),
    nbf: input.nowSeconds,
    iat: input.nowSeconds,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const text = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  return `${text}.${sign(text, secret).toString("base64url")}`;
}

/** The claims when signature, algorithm, audience, shop and time are right; otherwise the reason. */
export function checkSessionToken(
  token: string,
  expected: { shop: string; apiKey: string; nowSeconds: number },
  secret: string,
): { ok: true; claims: SessionTokenClaims } | { ok: false; reason: string } {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const given = Buffer.from(signature, "base64url");
  const right = sign(`${header}.${payload}`, secret);
  if (given.length !== right.length || !timingSafeEqual(given, right))
    return { ok: false, reason: "signature" };
  try {
    const { alg } = JSON.parse(Buffer.from(header, "base64url").toString()) as { alg?: string };
    if (alg !== "HS256") return { ok: false, reason: "algorithm" };
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as SessionTokenClaims;
    if (claims.aud !== expected.apiKey) return { ok: false, reason: "audience" };
    if (claims.dest !== `https://${expected.shop}`) return { ok: false, reason: "shop" };
    if (claims.exp <= expected.nowSeconds) return { ok: false, reason: "expired" };
    if (claims.nbf > expected.nowSeconds + 5) return { ok: false, reason: "not yet valid" };
    return { ok: true, claims };
  } catch {
    return { ok: false, reason: "not a token" };
  }
}
