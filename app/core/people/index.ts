export { judgeMerge } from "./judge-merge.ts";
export { mergeKeyPrefix, passOnCommand, returnCommand } from "./transfer-commands.ts";
export type { MergedAccount, UndoneBy } from "./transfer-commands.ts";
export type { CustomerState, MergeJudgement, MergeState, MergingMember } from "./types.ts";
export { mentionsPerson } from "./mentions-person.ts";
export type { PersonNames } from "./mentions-person.ts";
export { numbersIn } from "./numbers-in.ts";
