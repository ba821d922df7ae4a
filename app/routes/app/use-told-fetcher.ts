import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect } from "react";

/** A form without a page of its own, whose answer is told in passing; one that says no stands out. */
export function useToldFetcher<Answer extends { readonly ok: boolean; readonly message: string }>() {
  const shopify = useAppBridge();
  const fetcher = useFetcher<Answer>();
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (answer) shopify.toast.show(answer.message, { isError: !answer.ok });
  }, [answer, shopify]);
  return { fetcher, isBusy };
}
