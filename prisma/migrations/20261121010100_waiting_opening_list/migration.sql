-- What waits of a program is counted on its home page and listed newest first.

ALTER TABLE `waiting_opening`
  ADD INDEX `waiting_opening_program_id_state_id_idx` (`program_id`, `state`, `id`);
