import { useCallback, useState } from "react";
import type { ReactNode } from "react";

import type { AttentionActions } from "#components/home/attention-card";

import { CaseModal } from "./case-modal.tsx";
import { SettleModal } from "./settle-modal.tsx";
import { useDecision } from "./use-decision.ts";

type Open =
  | { readonly kind: "settle"; readonly intentId: number }
  | { readonly kind: "case"; readonly caseId: number; readonly driftMinor: number }
  | null;

/** The ways to decide what waits for a person; `dialog` belongs somewhere on the page. */
export interface AttentionDialogs extends AttentionActions {
  readonly dialog: ReactNode;
}

/** Opens the dialogs in which a person decides; an event is tried again at once, because that does no harm. */
export function useAttentionDialogs(): AttentionDialogs {
  const [open, setOpen] = useState<Open>(null);
  const close = useCallback(() => setOpen(null), []);
  const retrying = useDecision(close);
  return {
    settle: (intentId) => setOpen({ kind: "settle", intentId }),
    reviewCase: (found) => setOpen({ kind: "case", ...found }),
    retryEvent: ({ id, shopDomain }) => retrying.send({ intent: "retry-event", id, shopDomain }),
    isBusy: retrying.isBusy,
    dialog: dialogFor(open, close),
  };
}

function dialogFor(open: Open, onClose: () => void): ReactNode {
  if (open?.kind === "settle") {
    return <SettleModal intentId={open.intentId} onClose={onClose} />;
  }
  if (open?.kind === "case") {
    return <CaseModal caseId={open.caseId} driftMinor={open.driftMinor} onClose={onClose} />;
  }
  return null;
}
