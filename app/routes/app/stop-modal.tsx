import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Modal, Text } from "@shopify/polaris";

import type { StopAnswer } from "./shop-data-forms.server.ts";
import { useModalAnswer } from "./use-modal-answer.ts";

interface StopModalProps {
  /** The run that is to be stopped. */
  readonly id: number;
  readonly onClose: () => void;
}

/** Asks before a run of re-reading is stopped. */
export function StopModal({ id, onClose }: StopModalProps) {
  const fetcher = useFetcher<StopAnswer>();
  const isBusy = fetcher.state !== "idle";
  const answer = useModalAnswer(fetcher.data, isBusy, onClose);
  const submit = () => {
    if (!isBusy) void fetcher.submit({ intent: "stop", id: String(id) }, { method: "post" });
  };
  return (
    <Modal
      open
      size="small"
      onClose={onClose}
      title="Stop reading?"
      primaryAction={{ content: "Stop reading", destructive: true, onAction: submit, loading: isBusy }}
      secondaryActions={[{ content: "Go on reading", onAction: onClose, disabled: isBusy }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {answer && !answer.ok ? <Banner tone="critical">{answer.message}</Banner> : null}
          <Text as="p">
            What has been read is kept, and credits that it gave stay. You can have it read again at any time;
            it then begins anew.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
