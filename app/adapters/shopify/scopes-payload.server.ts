import { z } from "zod";

import type { ToldScopes } from "#usecases/ports/webhook-payloads";

import { shopifyTime } from "./payload-fields.server.ts";

/** The body of app/scopes_update. */
export const scopesPayload = z
  .object({ current: z.array(z.string({ error: "is no scope" })), updated_at: shopifyTime })
  .transform((told): ToldScopes => ({ granted: told.current, updatedAt: told.updated_at }));
