import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { mergeEndName as nameOf } from "#components/account/merges-card";
import type { MergeRow } from "#core/reading";

import type { FormIdentity } from "./form-identity.ts";
import type { MergeAnswer } from "./merge-forms.server.ts";
import { useModalAnswer } from "./use-modal-answer.ts";

interface MergeModalProps {
  readonly identity: FormIdentity;
  readonly merge: MergeRow;
  /** undefined: the merge is undone; null: both stay apart. */
  readonly intoMemberId?: number | null;
  readonly onClose: () => void;
}

/** Asks before two members become one, stay two, or become two again. */
export function MergeModal({ identity, merge, intoMemberId, onClose }: MergeModalProps) {
  const fetcher = useFetcher<MergeAnswer>();
  const [note, setNote] = useState("");
  const isBusy = fetcher.state !== "idle";
  const answer = useModalAnswer(fetcher.data, isBusy, onClose);
  const isUndo = intoMemberId === undefined;
  const submit = () => {
    if (isBusy) return;
    const fields = isUndo
      ? { intent: "undo", ...identity, note }
      : { intent: "decide", into: intoMemberId === null ? "" : String(intoMemberId) };
    void fetcher.submit(
      { ...fields, mergeId: String(merge.mergeId) },
      { method: "post", action: "/app/merges" },
    );
  };
  const { title, button, text } = wordsFor(merge, intoMemberId);
  return (
    <Modal
      open
      size="small"
      onClose={onClose}
      title={title}
      primaryAction={{ content: button, destructive: isUndo, onAction: submit, loading: isBusy }}
      secondaryActions={[{ content: "Cancel", onAction: onClose, disabled: isBusy }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {answer && !answer.ok ? <Banner tone="critical">{answer.message}</Banner> : null}
          <Text as="p">{text}</Text>
          {isUndo ? (
            <TextField
              label="Note"
              helpText="For your team only; the member does not see it."
              autoComplete="off"
              maxLength={1000}
              value={note}
              onChange={setNote}
            />
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function wordsFor(
  { from, into }: MergeRow,
  intoMemberId: number | null | undefined,
): { title: string; button: string; text: string } {
  if (intoMemberId === undefined) {
    return {
      title: "Undo this merge?",
      button: "Undo merge",
      text:
        `${nameOf(from)} gets back the credits that were moved to ${nameOf(into)}, in the same lots with the same ` +
        "dates. New entries say so in both histories. In Shopify the customers stay merged.",
    };
  }
  if (intoMemberId === null) {
    return {
      title: "Leave both members apart?",
      button: "Leave apart",
      text: `${nameOf(from)} and ${nameOf(into)} keep their own credits and their own customer in Exigo.`,
    };
  }
  const [keeps, gives] = into.memberId === intoMemberId ? [into, from] : [from, into];
  return {
    title: `Go on as Exigo customer ${keeps.exigoCustomerId ?? ""}?`.replace(" ?", "?"),
    button: "Merge members",
    text:
      `All credits of ${nameOf(gives)} (Exigo ${gives.exigoCustomerId ?? "none"}) move to ${nameOf(keeps)}, with ` +
      "their dates; Exigo’s points follow. This can be undone here.",
  };
}
