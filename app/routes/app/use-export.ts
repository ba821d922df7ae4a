import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * Downloads the export of a data request. The page stands in a frame whose requests prove themselves by a session token,
 * which a plain link would lack: the document is fetched and handed to the browser as a file.
 */
export function useExport(requestId: number): { readonly isBusy: boolean; start(): void } {
  const fetcher = useFetcher<unknown>();
  const saved = useRef<unknown>(undefined);
  const isBusy = fetcher.state !== "idle";
  const data = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (data === undefined || saved.current === data) return;
    saved.current = data;
    saveFile(`data-request-${requestId}.json`, `${JSON.stringify(data, null, 2)}\n`);
  }, [data, requestId]);
  return {
    isBusy,
    start() {
      if (!isBusy) fetcher.load(`/app/privacy/${requestId}`);
    },
  };
}

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}
