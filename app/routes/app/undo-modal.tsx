import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Modal, Text, TextField } from "@shopify/polaris";
import { useState } from "react";

import { formatCredits, useUnit } from "#components/unit";
import type { EntryRow } from "#core/reading";

import type { BalanceAnswer } from "./balance-forms.server.ts";
import type { FormIdentity } from "./form-identity.ts";
import { useModalAnswer } from "./use-modal-answer.ts";

interface UndoModalProps {
  readonly identity: FormIdentity;
  readonly entry: EntryRow;
  readonly onClose: () => void;
}

/** Asks before an adjustment is taken back. */
export function UndoModal({ identity, entry, onClose }: UndoModalProps) {
  const unit = useUnit();
  const fetcher = useFetcher<BalanceAnswer>();
  const [note, setNote] = useState("");
  const isBusy = fetcher.state !== "idle";
  const answer = useModalAnswer(fetcher.data, isBusy, onClose);
  const submit = () => {
    if (isBusy) return;
    void fetcher.submit({ intent: "undo", ...identity, entryKey: entry.key, note }, { method: "post" });
  };
  const errors = answer && !answer.ok ? answer.errors : {};
  return (
    <Modal
      open
      size="small"
      onClose={onClose}
      title={`Undo entry ${entry.seq}?`}
      primaryAction={{ content: "Undo entry", destructive: true, onAction: submit, loading: isBusy }}
      secondaryActions={[{ content: "Cancel", onAction: onClose, disabled: isBusy }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {errors.form ? <Banner tone="critical">{errors.form}</Banner> : null}
          <Text as="p">
            A new entry of {formatCredits(-entry.amountMinor, unit, true)} takes this one back. Both stay in
            the history.
          </Text>
          <TextField
            label="Note"
            helpText="For your team only; the member does not see it."
            autoComplete="off"
            maxLength={1000}
            value={note}
            onChange={setNote}
            error={errors.note ?? false}
          />
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
