import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { Fault } from "#core/units";

/**
 * One key of the ring: `id` is 1 to 255 bytes and stands in the clear beside what it sealed, `key` is
 * 32 bytes.
 */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Encrypts secrets and bodies before they are stored. */
export interface Sealing {
  /** Seals with the first key. The same text sealed twice gives different bytes. Bytes are taken for UTF-8. */
  seal(plain: string | Buffer, context: string): Buffer;
  /** Opens what any key of the ring sealed for the same context; throws a {@link SealingFault} otherwise. */
  open(sealed: Buffer, context: string): string;
  /** True when what is sealed is not sealed with the first key, so that it should be sealed anew. */
  isStale(sealed: Buffer): boolean;
}

/** A sealed value that this process cannot or must not open. */
export class SealingFault extends Fault {
  readonly code: "sealing_key_unknown" | "sealing_broken" | "sealing_keys_invalid";

  constructor(code: SealingFault["code"], message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

const FORMAT_VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * AES-256-GCM under a ring of keys. The first key seals, all of them open: a new key goes in front, and the
 * old one leaves once nothing is sealed with it. `context` says what the value is and whose (for example
 * `exigo-password/7`); it is not stored, and a value moved to another row does not open there.
 *
 * Format: version byte, length of the key id, key id, 12 bytes iv, 16 bytes tag, ciphertext. The header is
 * authenticated with the context.
 */
export function createSealing(keys: readonly SealingKey[]): Sealing {
  const [current] = keys;
  if (!current) throw new SealingFault("sealing_keys_invalid", "there is no sealing key");
  const ring = new Map<string, Buffer>();
  for (const { id, key } of keys) {
    const idLength = Buffer.byteLength(id);
    if (idLength < 1 || idLength > 255 || key.length !== KEY_BYTES || ring.has(id)) {
      throw new SealingFault("sealing_keys_invalid", `the sealing key "${id}" is not usable`);
    }
    ring.set(id, key);
  }

  return {
    seal(plain, context) {
      const header = writeHeader(current.id);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", current.key, iv);
      cipher.setAAD(associatedData(header, context));
      const bytes = typeof plain === "string" ? Buffer.from(plain, "utf8") : plain;
      const ciphertext = [cipher.update(bytes), cipher.final()];
      return Buffer.concat([header, iv, cipher.getAuthTag(), ...ciphertext]);
    },

    open(sealed, context) {
      const { keyId, header } = readHeader(sealed);
      const key = ring.get(keyId);
      if (!key) throw new SealingFault("sealing_key_unknown", `no sealing key is named "${keyId}"`);
      const tagAt = header.length + IV_BYTES;
      try {
        const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(header.length, tagAt), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(associatedData(header, context));
        decipher.setAuthTag(sealed.subarray(tagAt, tagAt + TAG_BYTES));
        const plain = Buffer.concat([decipher.update(sealed.subarray(tagAt + TAG_BYTES)), decipher.final()]);
        return plain.toString("utf8");
      } catch (cause) {
        throw new SealingFault("sealing_broken", "the sealed value was changed or belongs elsewhere", {
          cause,
        });
      }
    },

    isStale(sealed) {
      return readHeader(sealed).keyId !== current.id;
    },
  };
}

function writeHeader(keyId: string): Buffer {
  const id = Buffer.from(keyId, "utf8");
  return Buffer.concat([Buffer.from([FORMAT_VERSION, id.length]), id]);
}

function readHeader(sealed: Buffer): { keyId: string; header: Buffer } {
  const idLength = sealed[1] ?? 0;
  const header = sealed.subarray(0, 2 + idLength);
  if (
    sealed[0] !== FORMAT_VERSION ||
    idLength === 0 ||
    sealed.length < header.length + IV_BYTES + TAG_BYTES
  ) {
    throw new SealingFault("sealing_broken", "the value is not in the sealed format");
  }
  return { keyId: header.subarray(2).toString("utf8"), header };
}

function associatedData(header: Buffer, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, "utf8")]);
}
