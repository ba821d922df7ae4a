import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";

import type { AttentionAnswer } from "./attention-forms.server.ts";

/** Sends decisions about what waits for a person, says what came of them, and has the page read its data again. */
export function useDecision(onDone: () => void) {
  const shopify = useAppBridge();
  const fetcher = useFetcher<AttentionAnswer>();
  const shown = useRef<AttentionAnswer | undefined>(undefined);
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (!answer || shown.current === answer) return;
    shown.current = answer;
    shopify.toast.show(answer.message, { isError: !answer.ok });
    onDone();
  }, [answer, onDone, shopify]);
  return {
    isBusy,
    send(fields: Record<string, string | number>): void {
      if (!isBusy) void fetcher.submit(fields, { method: "post", action: "/app/attention" });
    },
  };
}
