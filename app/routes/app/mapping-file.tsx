import { useRevalidator } from "@remix-run/react";
import { useState } from "react";

import { MappingFileCard } from "#components/items/mapping-file-card";
import type { MappingFileAnswer } from "#components/items/mapping-file-card";

import { useDownload } from "./use-download.ts";

const ADDRESS = "/app/items.csv";

const UNANSWERED: MappingFileAnswer = {
  ok: false,
  message: "The file did not arrive whole. Upload it again: what was taken already is not taken twice",
};

/** All mappings as a file, out and in. */
export function MappingFile() {
  const download = useDownload();
  const upload = useUpload();
  return (
    <MappingFileCard
      isDownloading={download.isBusy}
      isUploading={upload.isBusy}
      answer={upload.answer}
      onDownload={() => void download.download(ADDRESS, "mappings.csv")}
      onUpload={(file) => void upload.send(file)}
    />
  );
}

/** Sends a file of mappings as it is, and has the page read again what it shows. */
function useUpload() {
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
    const answer = await fetch(ADDRESS, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: file,
    });
    return answer.ok ? ((await answer.json()) as MappingFileAnswer) : UNANSWERED;
  } catch {
    return UNANSWERED;
  }
}
