import { useFetcher } from "@remix-run/react";
import { Form, Modal } from "@shopify/polaris";
import { useState } from "react";

import { AdjustFields, emptyAdjustment } from "#components/account/adjust-fields";

import type { BalanceAnswer } from "./balance-forms.server.ts";
import type { FormIdentity } from "./form-identity.ts";
import { useModalAnswer } from "./use-modal-answer.ts";

interface AdjustModalProps {
  readonly identity: FormIdentity;
  readonly name: string;
  readonly availableMinor: number;
  readonly onClose: () => void;
}

/** Adds or takes credits by hand. Sent twice it is one entry, because the identity is part of it. */
export function AdjustModal({ identity, name, availableMinor, onClose }: AdjustModalProps) {
  const fetcher = useFetcher<BalanceAnswer>();
  const [values, setValues] = useState(emptyAdjustment);
  const isBusy = fetcher.state !== "idle";
  const answer = useModalAnswer(fetcher.data, isBusy, onClose);
  const submit = () => {
    if (!isBusy) void fetcher.submit({ intent: "adjust", ...identity, ...values }, { method: "post" });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={`Adjust the balance of ${name}`}
      primaryAction={{
        content: values.direction === "add" ? "Add credits" : "Take credits",
        onAction: submit,
        loading: isBusy,
      }}
      secondaryActions={[{ content: "Cancel", onAction: onClose, disabled: isBusy }]}
    >
      <Modal.Section>
        <Form onSubmit={submit}>
          <AdjustFields
            values={values}
            errors={answer && !answer.ok ? answer.errors : {}}
            availableMinor={availableMinor}
            onChange={setValues}
          />
        </Form>
      </Modal.Section>
    </Modal>
  );
}
