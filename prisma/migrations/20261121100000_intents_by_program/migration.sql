-- Due rows are looked for program by program: the index leads from one program that waits to the next.
ALTER TABLE `intent`
  ADD INDEX `intent_state_program_id_due_at_idx` (`state`, `program_id`, `due_at`),
  DROP INDEX `intent_state_due_at_idx`;
