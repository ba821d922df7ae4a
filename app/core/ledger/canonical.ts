import { canonicalJson } from "../units/index.ts";
import type { Command } from "./commands.ts";
import type { EntryDraft } from "./types.ts";

/**
 * What a key stands for, as text: two commands under one key are the same when these are equal. Left out is
 * what may differ between two tellings of one event: the trace and the note.
 */
export function commandContent(command: Command): string {
  const { trace: _trace, note: _note, ...content } = command;
  return canonicalJson(content);
}

/**
 * What an entry's hash covers, after the previous hash of its account. Left out is the trace, which explains the
 * entry and moves nothing, and the note, which may name people and must stay redactable.
 */
export function entryContent(programId: number, entry: EntryDraft): string {
  return canonicalJson({ programId, ...entry });
}
