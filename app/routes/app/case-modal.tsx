import { BlockStack, Modal, Text } from "@shopify/polaris";

import { formatCredits, useUnit } from "#components/unit";

import { useDecision } from "./use-decision.ts";

interface CaseModalProps {
  readonly caseId: number;
  readonly driftMinor: number;
  readonly onClose: () => void;
}

/** Lets a person book a difference that Exigo shows, or look once more whether it is still there. */
export function CaseModal({ caseId, driftMinor, onClose }: CaseModalProps) {
  const unit = useUnit();
  const decision = useDecision(onClose);
  const send = (verdict: "adopt" | "push" | "check") =>
    decision.send({ intent: "review-case", id: caseId, verdict });
  const amount = formatCredits(driftMinor, unit, true);
  return (
    <Modal
      open
      size="small"
      onClose={onClose}
      title={`Exigo differs by ${amount}`}
      primaryAction={{ content: `Adopt ${amount}`, onAction: () => send("adopt"), loading: decision.isBusy }}
      secondaryActions={[
        { content: "Write it back", onAction: () => send("push"), disabled: decision.isBusy },
        { content: "Check again", onAction: () => send("check"), disabled: decision.isBusy },
        { content: "Cancel", onAction: onClose, disabled: decision.isBusy },
      ]}
    >
      <Modal.Section>
        <BlockStack gap="300">
          <Text as="p">
            Exigo’s balance was moved by {amount} without us. Adopting makes it an entry here that names case{" "}
            {caseId}, so both agree again. Writing it back takes it off again in Exigo, and the balance here
            stays as it is.
          </Text>
          <Text as="p">
            If it is a mistake in Exigo, put it right there and check again: a difference that is gone closes
            its case.
          </Text>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
