import { BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import type { DocumentVerdict } from "#core/sync";

interface SettleStepModalProps {
  readonly verdict: DocumentVerdict;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (note: string) => void;
}

const confirmations = {
  arrived: {
    title: "It arrived?",
    text: "The step counts as done and is not sent again. What follows it goes on.",
    label: "Yes, it arrived",
  },
  send_again: {
    title: "Send it again?",
    text: "The app looks whether it is there first, and sends only what is missing.",
    label: "Send again",
  },
  drop: {
    title: "Drop it?",
    text: "The step is not carried out, and what follows it goes on without it. This cannot be taken back.",
    label: "Drop it",
  },
} as const satisfies Record<DocumentVerdict, object>;

/** Has a person confirm a decision about a step, with a note that stays. */
export function SettleStepModal({ verdict, isBusy, onClose, onConfirm }: SettleStepModalProps) {
  const [note, setNote] = useState("");
  const { title, text, label } = confirmations[verdict];
  return (
    <Modal
      open
      onClose={onClose}
      title={title}
      primaryAction={{
        content: label,
        onAction: () => onConfirm(note),
        loading: isBusy,
        destructive: verdict === "drop",
      }}
      secondaryActions={[{ content: "Close", onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <Text as="p">{text}</Text>
          <TextField
            label="Note"
            helpText="Kept for good with your decision, so name no people."
            autoComplete="off"
            maxLength={500}
            value={note}
            onChange={setNote}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
