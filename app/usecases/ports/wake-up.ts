/**
 * Tells a worker to look now. It may be lost: the sweep finds every due row, so a failure here is never an error
 * of the caller.
 */
export interface WakeUp {
  /** The shop has events that are due. However often it is told, at most one worker looks at a shop at a time. */
  shopInbox(shopDomain: string): Promise<void>;
  intent(programId: number, id: number): Promise<void>;
  /** A step of a document, or what it held up. */
  document(programId: number, id: number): Promise<void>;
}
