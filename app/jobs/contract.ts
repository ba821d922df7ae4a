import type { z } from "zod";

/**
 * A kind of work. Its payload names rows and holds no secrets or personal data: MySQL is the queue of
 * record, and a job may be lost or come twice.
 */
export interface JobContract<Name extends string, Payload> {
  readonly name: Name;
  readonly payload: z.ZodType<Payload>;
  /** The same row gives the same id while its job exists. Holds no ":" and is not all digits. */
  readonly jobId: (payload: Payload) => string;
}
