import type { SetupField } from "./setup-field.ts";

export const itemFields: readonly SetupField[] = [
  {
    path: "items.source",
    label: "The codes of items come from",
    kind: "choice",
    options: [
      { value: "codes", label: "The list below" },
      { value: "report", label: "A report in Exigo" },
      { value: "odata", label: "OData, at the address of the history" },
    ],
    help: "Exigo’s interface does not list items by itself.",
  },
  { path: "items.codes", label: "Item codes", kind: "lines", help: "One in each line." },
  {
    path: "items.reportId",
    label: "Report",
    kind: "number",
    optional: true,
    help: "The number of a report whose rows have item codes.",
  },
  { path: "items.reportColumn", label: "Column of the report", kind: "text", help: "" },
];

export const callFields: readonly SetupField[] = [
  { path: "api.callsPerMinute", label: "Calls a minute at most", kind: "number", help: "" },
  { path: "api.callsAtOnce", label: "Calls at once at most", kind: "number", help: "" },
  {
    path: "api.timeoutSeconds",
    label: "An answer is waited for",
    kind: "number",
    suffix: "seconds",
    help: "A write without an answer by then is looked up, not repeated.",
  },
  { path: "api.batchSize", label: "Rows asked for at a time", kind: "number", help: "" },
  {
    path: "api.enums",
    label: "Statuses and types are sent as",
    kind: "choice",
    options: [
      { value: "number", label: "Numbers" },
      { value: "name", label: "Names" },
    ],
    help: "Both are understood in answers.",
  },
  {
    path: "api.lists",
    label: "Several values in an address are sent as",
    kind: "choice",
    options: [
      { value: "repeated", label: "itemCodes=A&itemCodes=B" },
      { value: "indexed", label: "itemCodes[0]=A&itemCodes[1]=B" },
      { value: "single", label: "One call for each" },
    ],
    help: "",
  },
  {
    path: "api.dates",
    label: "Times are sent",
    kind: "choice",
    options: [
      { value: "offset", label: "In US Central time with its offset" },
      { value: "plain", label: "In US Central time alone" },
    ],
    help: "",
  },
  {
    path: "api.errorsWithMessage",
    label: "A server error with a reason means",
    kind: "choice",
    options: [
      { value: "unknown", label: "The write may have arrived: look it up" },
      { value: "refused", label: "Exigo refused the write" },
    ],
    help: "",
  },
  {
    path: "api.cleared",
    label: "A value that was taken away is sent as",
    kind: "choice",
    options: [
      { value: "empty", label: "An empty text" },
      { value: "null", label: "null" },
    ],
    help: "",
  },
  {
    path: "points.transactionType",
    label: "Type of point movements",
    kind: "text",
    optional: true,
    help: "For your company’s reports only. Empty: none is sent.",
  },
];
