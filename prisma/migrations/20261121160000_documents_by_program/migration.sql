-- As for intents: due steps are looked for program by program.
ALTER TABLE `document_intent`
  ADD INDEX `document_intent_state_program_id_due_at_idx` (`state`, `program_id`, `due_at`),
  DROP INDEX `document_intent_state_due_at_idx`;
