/** Why a decision about a write was not carried out, by its code. */
export const settleRefusalWords = {
  intent_unknown: "There is no such movement",
  intent_changed: "The movement has changed since this page was read. Look at it again",
  intent_not_waiting: "The movement is settled, or on its way again",
  intent_cannot_have_arrived: "The movement did not leave, or was refused: it can only be sent again",
} as const;

/** What came of letting an event be applied again. */
export const retryEventWords = {
  due: "The event is applied again",
  not_quarantined: "The event is not set aside any more",
  body_removed: "The event waited too long: what it said has been removed and cannot be applied",
} as const;

/** What came of a look at a drift case, by its outcome. */
export const caseReviewWords = {
  adopted: "The difference is an entry now",
  pushed: "The difference is being written back to Exigo",
  gone: "The difference is gone, the case is closed",
  changed: "Exigo’s balance has changed meanwhile. Nothing was booked; look at the case again in a minute",
  remains: "The difference is still there",
  busy: "A movement of this member is on its way to Exigo. Try again when it has arrived",
  unreachable: "Exigo’s balance cannot be read at the moment. Nothing was booked",
  unknown: "There is no such case",
} as const;
