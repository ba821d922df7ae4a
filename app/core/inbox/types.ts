/** What becomes of an event whose handler failed. */
export type AfterFailure =
  { readonly next: "retry"; readonly inMs: number } | { readonly next: "quarantine" };
