-- Versions tell when they were saved, by which offsets of the shop's zone they are judged, whose copy they are, and
-- whether a second person must approve them. What a person decides is a row of its own: a version is never changed.
ALTER TABLE `earn_rule_version`
  ADD COLUMN `calendar` JSON NULL,
  ADD COLUMN `created_at` DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  ADD COLUMN `rollback_of` INTEGER NULL,
  ADD COLUMN `needs_approval` BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE `earn_rule_version` SET `created_at` = `active_from`;

CREATE TABLE `earn_rule_decision` (
  `program_id` INTEGER NOT NULL,
  `version` INTEGER NOT NULL,
  `verdict` VARCHAR(16) NOT NULL,
  `decided_by` VARCHAR(100) NOT NULL,
  `decided_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `version`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

ALTER TABLE `program`
  ADD COLUMN `approval_rate_micros` BIGINT NULL,
  ADD COLUMN `approval_credits` BIGINT NULL;

-- What is used of each cap and budget, and what each order has of it.
CREATE TABLE `cap_use` (
  `program_id` INTEGER NOT NULL,
  `cap_key` VARCHAR(191) NOT NULL,
  `used` BIGINT NOT NULL,
  PRIMARY KEY (`program_id`, `cap_key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `cap_claim` (
  `program_id` INTEGER NOT NULL,
  `subject` VARCHAR(128) NOT NULL,
  `account_id` BIGINT NOT NULL,
  `revision` BIGINT NOT NULL,
  `grants` JSON NOT NULL,
  `claimed_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `subject`, `account_id`),
  INDEX `cap_claim_program_id_account_id_idx` (`program_id`, `account_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
