-- Each index earns its place: no statement looks for movements by their lot, and the writes of an entry are found
-- without reading all those of its account.

ALTER TABLE `lot_movement` DROP INDEX `lot_movement_program_id_account_id_lot_seq_lot_line_idx`;

ALTER TABLE `intent`
  ADD INDEX `intent_program_id_account_id_kind_state_entry_seq_idx`
    (`program_id`, `account_id`, `kind`, `state`, `entry_seq`),
  DROP INDEX `intent_program_id_account_id_kind_state_idx`;
