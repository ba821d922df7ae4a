/**
 * Something that must not happen: a broken invariant, a lost connection, an answer that makes no sense.
 * Expected answers such as "not enough credits" are values, never faults.
 */
export abstract class Fault extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
