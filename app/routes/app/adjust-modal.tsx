import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { Form, Modal } from "@shopify/polaris";
import { useEffect, useState } from "react";

import { AdjustFields, emptyAdjustment } from "#components/account/adjust-fields";

import type { BalanceAnswer } from "./balance-forms.server.ts";
import type { FormIdentity } from "./form-identity.ts";

interface AdjustModalProps {
  readonly identity: FormIdentity;
  readonly name: string;
  readonly availableMinor: number;
  readonly onClose: () => void;
}

/** Adds or takes credits by hand. Sent twice it is one entry, because the identity is part of it. */
export function AdjustModal({ identity, name, availableMinor, onClose }: AdjustModalProps) {
  const shopify = useAppBridge();
  const fetcher = useFetcher<BalanceAnswer>();
  const [values, setValues] = useState(emptyAdjustment);
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  useEffect(() => {
    if (!answer?.ok) return;
    shopify.toast.show(answer.message);
    onClose();
  }, [answer, onClose, shopify]);
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
