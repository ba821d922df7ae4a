import { createHash } from "node:crypto";

import type { ChainHash } from "#core/proof";

/** SHA-256 over the bytes that `previousHex` stands for and the text after them, in hex. */
export const sha256Chain: ChainHash = (previousHex, content) =>
  createHash("sha256").update(previousHex, "hex").update(content).digest("hex");
