import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

/** Saves what one of the app's addresses answers as a file. A link alone would come without the session's token. */
export function useDownload() {
  const shopify = useAppBridge();
  const [isBusy, setIsBusy] = useState(false);
  const download = async (address: string, fileName: string): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
      const url = URL.createObjectURL(await answer.blob());
      Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
      setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
    } catch {
      shopify.toast.show("The file could not be loaded. Try again", { isError: true });
    } finally {
      setIsBusy(false);
    }
  };
  return { isBusy, download };
}

/** A browser may still be reading when the click returns. */
const REVOKE_AFTER_MS = 60_000;
