import type { BadgeProps } from "@shopify/polaris";

import type { IntentState } from "#core/sync";

interface StateWords {
  readonly label: string;
  readonly tone: NonNullable<BadgeProps["tone"]>;
  readonly sentence: string;
}

/** Where a write to Exigo stands, as merchants read it. */
export const intentWords: Readonly<Record<IntentState, StateWords>> = {
  due: {
    label: "Waiting for Exigo",
    tone: "info",
    sentence: "The movement is waiting its turn and goes to Exigo by itself.",
  },
  sending: { label: "On its way", tone: "info", sentence: "The movement is on its way to Exigo." },
  confirmed: { label: "In Exigo", tone: "success", sentence: "Exigo has confirmed the movement." },
  refused: {
    label: "Refused by Exigo",
    tone: "critical",
    sentence: "Exigo refused the movement, so its balance differs from ours until somebody decides.",
  },
  unknown: {
    label: "Being looked up",
    tone: "attention",
    sentence:
      "Exigo's answer was lost. The movement is looked up there before anything is sent again, so it cannot count twice.",
  },
  needs_review: {
    label: "Needs review",
    tone: "warning",
    sentence:
      "It cannot be told from outside whether Exigo has the movement. Nothing is sent for this member until you settle it.",
  },
};

/** The button that leads to the decision about a write in this state. */
export function settleLabel(state: IntentState): string {
  return state === "refused" ? "Send again" : "Settle";
}

/** What a write that waits for a person is about. */
export const intentKindWords: Readonly<Record<string, string>> = {
  "exigo.point": "A movement in Exigo",
  "shopify.balance": "The balance shown in the store",
};
