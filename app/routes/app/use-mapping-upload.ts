import { useRevalidator } from "@remix-run/react";
import { useState } from "react";

import type { MappingFileAnswer } from "../../components/items/mapping-file-card.tsx";

const UNANSWERED: MappingFileAnswer = {
  ok: false,
  message: "The file did not arrive whole. Upload it again: what was taken already is not taken twice",
};

/** Sends a file of mappings as it is, and has the page read again what it shows. */
export function useMappingUpload() {
  const { revalidate } = useRevalidator();
  const [isBusy, setIsBusy] = useState(false);
  const [answer, setAnswer] = useState<MappingFileAnswer | null>(null);
  const send = async (file: File): Promise<void> => {
    setIsBusy(true);
    setAnswer(null);
    setAnswer(await post(file));
    setIsBusy(false);
    revalidate();
  };
  return { isBusy, answer, send };
}

async function post(file: File): Promise<MappingFileAnswer> {
  try {
    const answer = await fetch("/app/items.csv", {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: file,
    });
    return answer.ok ? ((await answer.json()) as MappingFileAnswer) : UNANSWERED;
  } catch {
    return UNANSWERED;
  }
}
