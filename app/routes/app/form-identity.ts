import { useCallback, useEffect, useRef } from "react";

/** What makes a form one business event however often it is sent. */
export interface FormIdentity {
  readonly formKey: string;
  /** When it was opened, by the server's clock. */
  readonly asOf: string;
}

/**
 * Returns a maker of identities, called when a form is opened. The browser's own clock may be wrong, so the time is
 * the server's when it sent the page, and what has passed since.
 */
export function useFormIdentity(serverNow: string): () => FormIdentity {
  const arrivedAt = useRef(0);
  useEffect(() => {
    arrivedAt.current = performance.now();
  }, [serverNow]);
  return useCallback(() => {
    const passedMs = performance.now() - arrivedAt.current;
    return {
      formKey: crypto.randomUUID(),
      asOf: new Date(Date.parse(serverNow) + passedMs).toISOString(),
    };
  }, [serverNow]);
}
