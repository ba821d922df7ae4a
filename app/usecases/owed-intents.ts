import type { WakeUp } from "./ports/wake-up.ts";

/** Takes an intent to carry it out in this process; false: it has no room. */
type TakeIntent = (intent: { readonly programId: number; readonly id: number }) => boolean;

/** Where intents go that have just been stored. */
export interface OwedIntents {
  /** Each is carried out by this process if it takes it, else a worker is woken for it. */
  tell(programId: number, intentIds: readonly number[]): void;
  /** From now on this process is asked first. */
  takeHere(take: TakeIntent): void;
}

/** A process that makes intents and can carry them out needs no job between the two: only what it has no room for does. */
export function createOwedIntents({ wakeUp }: { readonly wakeUp: Pick<WakeUp, "intent"> }): OwedIntents {
  let take: TakeIntent = () => false;
  return {
    tell(programId, intentIds) {
      for (const id of intentIds) if (!take({ programId, id })) void wakeUp.intent(programId, id);
    },
    takeHere(taker) {
      take = taker;
    },
  };
}
