-- Exigo's history of points is read by a cursor: every movement of a member is known by Exigo's own number, what it was
-- taken for, and the case it led to. A drift can be written back, too: then the intent names its case.

CREATE TABLE `exigo_movement` (
  `program_id` INTEGER NOT NULL,
  `mirror` INTEGER NOT NULL,
  `transaction_id` BIGINT NOT NULL,
  `account_id` BIGINT NULL,
  `exigo_customer_id` INTEGER NOT NULL,
  `amount` BIGINT NULL,
  `intent_id` BIGINT NULL,
  `state` VARCHAR(16) NOT NULL,
  `moved_at` DATETIME(3) NULL,
  `seen_at` DATETIME(3) NOT NULL,
  `unseen_at` DATETIME(3) NULL,
  PRIMARY KEY (`program_id`, `mirror`, `transaction_id`),
  INDEX `exigo_movement_program_id_mirror_state_transaction_id_idx` (`program_id`, `mirror`, `state`, `transaction_id`),
  INDEX `exigo_movement_program_id_account_id_state_idx` (`program_id`, `account_id`, `state`),
  INDEX `exigo_movement_program_id_intent_id_idx` (`program_id`, `intent_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_cursor` (
  `program_id` INTEGER NOT NULL,
  `mirror` INTEGER NOT NULL,
  `position` BIGINT NOT NULL,
  `behind` BIGINT NOT NULL,
  `ahead` BIGINT NOT NULL,
  `looked_at` DATETIME(3) NULL,
  `look_due_at` DATETIME(3) NOT NULL,
  `due_at` DATETIME(3) NOT NULL,
  `claims` INTEGER NOT NULL,
  PRIMARY KEY (`program_id`, `mirror`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

ALTER TABLE `intent` ADD COLUMN `case_id` BIGINT NULL;

ALTER TABLE `drift_case`
  ADD COLUMN `cause` VARCHAR(24) NOT NULL DEFAULT 'not_ours',
  ADD COLUMN `transaction_id` BIGINT NULL;

-- A drift at one account whose opposite stands at another is looked for by its amount.
CREATE INDEX `exigo_observation_program_id_drift_idx` ON `exigo_observation`(`program_id`, `drift`);
