-- When the clockwork must act on a lot, as a column of its own: spent lots keep their dates for good, so the sweeps
-- would wade through all of the past with indexes on the dates themselves. Stored, not virtual: indexes on virtual
-- columns are young on both engines.

ALTER TABLE `lot`
  ADD COLUMN `due_at` DATETIME(3) GENERATED ALWAYS AS
    (CASE WHEN `remaining` <= 0 THEN NULL WHEN `bucket` = 'pending' THEN `available_from` ELSE `expires_at` END) STORED,
  DROP INDEX `lot_bucket_expires_at_idx`,
  DROP INDEX `lot_bucket_available_from_idx`,
  ADD INDEX `lot_program_id_bucket_due_at_idx` (`program_id`, `bucket`, `due_at`);

-- Opening balances of customers that are no members yet.

CREATE TABLE `waiting_opening` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `business_key` VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `source` VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `mode` VARCHAR(8) NOT NULL,
  `email` VARCHAR(320) NOT NULL,
  `amount` BIGINT NOT NULL,
  `effective_at` DATETIME(3) NOT NULL,
  `available_from` DATETIME(3) NULL,
  `expires_at` DATETIME(3) NULL,
  `note` VARCHAR(1000) NULL,
  `state` VARCHAR(16) NOT NULL,
  `reason` VARCHAR(64) NULL,
  `account_id` BIGINT NULL,
  `due_at` DATETIME(3) NULL,
  `created_at` DATETIME(3) NOT NULL,
  `finished_at` DATETIME(3) NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `waiting_opening_program_id_business_key_key` (`program_id`, `business_key`),
  INDEX `waiting_opening_id_idx` (`id`),
  INDEX `waiting_opening_program_id_email_idx` (`program_id`, `email`),
  INDEX `waiting_opening_state_due_at_idx` (`state`, `due_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
