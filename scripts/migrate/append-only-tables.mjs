/**
 * Tables whose rows are facts: the application's database user may add rows to them and never change or delete one.
 * The one place that says so.
 */
export const appendOnlyTables = [
  "entry",
  "posting",
  "intent_decision",
  "document_decision",
  "ownership_refusal",
  "earn_rule_version",
  "earn_rule_decision",
  "approval_threshold",
  "personal_data_access",
  "customer_conflict",
];
