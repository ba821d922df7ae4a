-- Reading and proof. Entries carry the shop and the balances after them, keys are chained as entries are, and what
-- reading builds from the journal stands in tables of its own, all of which can be emptied and built again.

ALTER TABLE `entry`
  ADD COLUMN `shop_id` INTEGER NULL AFTER `reason_code`,
  ADD COLUMN `available_after` BIGINT NOT NULL AFTER `shop_id`,
  ADD COLUMN `pending_after` BIGINT NOT NULL AFTER `available_after`,
  ADD COLUMN `held_after` BIGINT NOT NULL AFTER `pending_after`,
  ADD INDEX `entry_program_id_account_id_booked_at_idx` (`program_id`, `account_id`, `booked_at`),
  ADD INDEX `entry_program_id_account_id_effective_at_idx` (`program_id`, `account_id`, `effective_at`);

ALTER TABLE `account`
  ADD COLUMN `key_count` INTEGER NOT NULL DEFAULT 0 AFTER `head_hash`,
  ADD COLUMN `key_hash` BINARY(32) NOT NULL DEFAULT '' AFTER `key_count`;

ALTER TABLE `ledger_key`
  ADD COLUMN `key_seq` INTEGER NOT NULL AFTER `account_id`,
  ADD COLUMN `hash` BINARY(32) NOT NULL AFTER `decided_at`,
  ADD INDEX `ledger_key_program_id_account_id_key_seq_idx` (`program_id`, `account_id`, `key_seq`);

CREATE TABLE `balance_snapshot` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `before_at` DATETIME(3) NOT NULL,
  `available` BIGINT NOT NULL,
  `pending` BIGINT NOT NULL,
  `held` BIGINT NOT NULL,
  `entries` INTEGER NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`, `before_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `rollup_day` (
  `program_id` INTEGER NOT NULL,
  `day` CHAR(10) NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `kind` VARCHAR(32) NOT NULL,
  `book` VARCHAR(16) NOT NULL,
  `added` BIGINT NOT NULL,
  `taken` BIGINT NOT NULL,
  `postings` BIGINT NOT NULL,
  PRIMARY KEY (`program_id`, `day`, `shop_id`, `kind`, `book`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `rollup_position` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `seq` INTEGER NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `rollup_state` (
  `program_id` INTEGER NOT NULL,
  `complete_to` DATETIME(3) NOT NULL,
  `compared_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `checkpoint` (
  `program_id` INTEGER NOT NULL,
  `number` INTEGER NOT NULL,
  `taken_at` DATETIME(3) NOT NULL,
  `accounts` INTEGER NOT NULL,
  `entries` BIGINT NOT NULL,
  `root` BINARY(32) NOT NULL,
  PRIMARY KEY (`program_id`, `number`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `checkpoint_head` (
  `program_id` INTEGER NOT NULL,
  `number` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_count` INTEGER NOT NULL,
  `head_hash` BINARY(32) NOT NULL,
  `key_count` INTEGER NOT NULL,
  `key_hash` BINARY(32) NOT NULL,
  PRIMARY KEY (`program_id`, `number`, `account_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `verification` (
  `program_id` INTEGER NOT NULL,
  `started_at` DATETIME(3) NOT NULL,
  `finished_at` DATETIME(3) NOT NULL,
  `ok` BOOLEAN NOT NULL,
  `accounts` INTEGER NOT NULL,
  `entries` BIGINT NOT NULL,
  `broken` INTEGER NOT NULL,
  `finding` JSON NULL,
  PRIMARY KEY (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
