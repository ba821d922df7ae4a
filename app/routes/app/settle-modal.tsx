import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  InlineStack,
  Modal,
  SkeletonBodyText,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";

import { IntentEvidence } from "#components/exigo/intent-evidence";
import type { IntentVerdict } from "#core/sync";

import type { EvidenceAnswer } from "./attention-forms.server.ts";
import { useDecision } from "./use-decision.ts";

interface SettleModalProps {
  readonly intentId: number;
  readonly onClose: () => void;
}

const confirmations = {
  arrived: {
    title: "It arrived?",
    text: "The movement counts as confirmed and is not sent again. What else moved Exigo’s balance shows up as a difference.",
    label: "Yes, it arrived",
  },
  send_again: {
    title: "Send it again?",
    text: "The movement is sent to Exigo once more. If it had arrived after all, it would count twice there.",
    label: "Yes, send it again",
  },
} as const satisfies Record<IntentVerdict, object>;

/** Lets a person settle a write: first what is known of it, then the decision, then a confirmation. */
export function SettleModal({ intentId, onClose }: SettleModalProps) {
  const reading = useFetcher<EvidenceAnswer>();
  const decision = useDecision(onClose);
  const [verdict, setVerdict] = useState<IntentVerdict | null>(null);
  const [note, setNote] = useState("");
  const { load } = reading;
  useEffect(() => void load(`/app/attention?intent=${intentId}`), [intentId, load]);
  const evidence = reading.data?.evidence ?? null;
  const chosen = verdict === null ? null : confirmations[verdict];
  const send = () => {
    if (verdict === null || !evidence) return;
    // The claim stands for what was shown: when something happened since, the decision is turned down.
    decision.send({ intent: "settle", id: intentId, claim: evidence.claim, verdict, note });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={chosen?.title ?? "What became of this movement?"}
      {...(chosen
        ? { primaryAction: { content: chosen.label, onAction: send, loading: decision.isBusy } }
        : {})}
      secondaryActions={[
        chosen
          ? { content: "Back", onAction: () => setVerdict(null), disabled: decision.isBusy }
          : { content: "Close", onAction: onClose },
      ]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {evidence ? <IntentEvidence evidence={evidence} /> : null}
          {!evidence && reading.data ? <Banner tone="critical">There is no such movement.</Banner> : null}
          {reading.data ? null : <SkeletonBodyText lines={4} />}
          {chosen && evidence ? (
            <>
              <Text as="p" fontWeight="semibold">
                {evidence.kind === "exigo.point"
                  ? chosen.text
                  : "The balance of now is written to the store again."}
              </Text>
              <TextField
                label="Note"
                helpText="Kept for good with your decision, so name no people."
                autoComplete="off"
                maxLength={500}
                value={note}
                onChange={setNote}
              />
            </>
          ) : null}
          {evidence && !chosen ? (
            <InlineStack gap="300">
              {evidence.canHaveArrived ? (
                <Button onClick={() => setVerdict("arrived")}>It arrived</Button>
              ) : null}
              <Button onClick={() => setVerdict("send_again")}>
                {evidence.canHaveArrived ? "It did not arrive, send again" : "Send again"}
              </Button>
            </InlineStack>
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
