/** A wish that Shopify would refuse; the message is a sentence for the person who asked. */
export class OperationRefused extends Error {
  readonly code = "refused";
}

/** Throws OperationRefused with the sentence unless the condition holds. */
export function refuseUnless(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new OperationRefused(sentence);
}
