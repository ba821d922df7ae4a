-- Lots with something left in the order in which they are spent, so that taking a few credits reads a few lots however
-- many are open. What never expires comes last; the sentinel is no date that anyone sees. Stored, like `due_at`.

ALTER TABLE `lot`
  ADD COLUMN `remains_until` DATETIME(3) GENERATED ALWAYS AS
    (CASE WHEN `remaining` <= 0 THEN NULL ELSE COALESCE(`expires_at`, TIMESTAMP'9999-12-31 00:00:00') END) STORED,
  ADD INDEX `lot_program_id_account_id_remains_until_idx` (`program_id`, `account_id`, `remains_until`),
  DROP INDEX `lot_program_id_account_id_remaining_idx`;
