-- All members' balances are compared with Exigo's each night, those that changed each hour. One row per program and kind
-- says whether a comparison is due, who is at it and how far it is; what does not agree stands in a row per account, and
-- how much agreed in a row per day.

CREATE TABLE `comparison_run` (
  `program_id` INTEGER NOT NULL,
  `kind` VARCHAR(8) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `due_at` DATETIME(3) NULL,
  `claims` INTEGER NOT NULL,
  `attempts` INTEGER NOT NULL,
  `mirror` INTEGER NOT NULL,
  `begun_at` DATETIME(3) NULL,
  `finished_at` DATETIME(3) NULL,
  `position` BIGINT NOT NULL,
  `stage` VARCHAR(16) NOT NULL,
  `accounts` BIGINT NOT NULL,
  `accounts_in_all` BIGINT NOT NULL,
  `strangers` BIGINT NOT NULL,
  `trouble` VARCHAR(64) NULL,
  PRIMARY KEY (`program_id`, `kind`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `agreement_gap` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `ledger` BIGINT NOT NULL,
  `exigo` BIGINT NULL,
  `cause` VARCHAR(24) NOT NULL,
  `since` DATETIME(3) NOT NULL,
  `seen_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`),
  INDEX `agreement_gap_program_id_since_idx` (`program_id`, `since`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `agreement_day` (
  `program_id` INTEGER NOT NULL,
  `day` CHAR(10) NOT NULL,
  `measured_at` DATETIME(3) NOT NULL,
  `accounts` BIGINT NOT NULL,
  `value` BIGINT NOT NULL,
  `gap` BIGINT NOT NULL,
  `late_gap` BIGINT NOT NULL,
  `gaps` BIGINT NOT NULL,
  PRIMARY KEY (`program_id`, `day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
