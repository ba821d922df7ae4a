/**
 * Tells a worker to look at a row now. It may be lost: the sweep finds every due row, so a failure here is
 * never an error of the caller.
 */
export interface WakeUp {
  inboxEvent(shopDomain: string, id: number): Promise<void>;
  intent(programId: number, id: number): Promise<void>;
}
