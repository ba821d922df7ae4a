import { useAppBridge } from "@shopify/app-bridge-react";
import { useState } from "react";

/** Saves what one of the app's addresses answers as a file. A link alone would come without the session's token. */
export function useDownload() {
  const shopify = useAppBridge();
  const [isBusy, setIsBusy] = useState(false);
  const download = async (address: string, fileName: string): Promise<void> => {
    if (isBusy) return;
    setIsBusy(true);
    const file = await load(address);
    setIsBusy(false);
    if (file) save(file, fileName);
    else shopify.toast.show("The file could not be loaded. Try again", { isError: true });
  };
  return { isBusy, download };
}

/** null: the app did not answer, or not to the end. */
async function load(address: string): Promise<Blob | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.blob() : null;
  } catch {
    return null;
  }
}

/** A browser may still be reading when the click returns. */
const REVOKE_AFTER_MS = 60_000;

function save(file: Blob, fileName: string): void {
  const url = URL.createObjectURL(file);
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
