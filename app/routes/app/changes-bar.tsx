import { SaveBar } from "@shopify/app-bridge-react";

interface ChangesBarProps {
  readonly id: string;
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** Shopify Admin's own bar above the page while something is not saved. */
export function ChangesBar({ id, isDirty, isBusy, onSave, onDiscard }: ChangesBarProps) {
  return (
    <SaveBar id={id} open={isDirty} discardConfirmation>
      <button type="button" {...{ variant: "primary" }} {...(isBusy ? { loading: "" } : {})} onClick={onSave}>
        Save
      </button>
      <button type="button" disabled={isBusy} onClick={onDiscard}>
        Discard
      </button>
    </SaveBar>
  );
}
