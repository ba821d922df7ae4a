-- What a person decided about a write that the app could not settle by itself. Append-only.
CREATE TABLE `intent_decision` (
  `program_id` INTEGER NOT NULL,
  `intent_id` BIGINT NOT NULL,
  `claim` INTEGER NOT NULL,
  `decided_at` DATETIME(3) NOT NULL,
  `staff` VARCHAR(100) NOT NULL,
  `verdict` VARCHAR(16) NOT NULL,
  `note` VARCHAR(500) NOT NULL,
  PRIMARY KEY (`program_id`, `intent_id`, `claim`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_mirror` (
  `program_id` INTEGER NOT NULL,
  `mirror` INTEGER NOT NULL,
  `host` VARCHAR(255) NOT NULL,
  `company` VARCHAR(50) NOT NULL,
  `point_account_id` INTEGER NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `handed_over_to` BIGINT NOT NULL,
  `relink` BOOLEAN NOT NULL,
  PRIMARY KEY (`program_id`, `mirror`),
  UNIQUE INDEX `exigo_mirror_place_key` (`program_id`, `host`, `company`, `point_account_id`),
  INDEX `exigo_mirror_state_idx` (`state`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

ALTER TABLE `exigo_connection` ADD COLUMN `mirror` INTEGER NOT NULL DEFAULT 1;
ALTER TABLE `intent` ADD COLUMN `mirror` INTEGER NULL;
ALTER TABLE `drift_case`
  ADD COLUMN `mirror` INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN `closed_by` VARCHAR(100) NULL;

-- Every connection so far wrote to one place. Its accounts are handed over, too: what was earned before the
-- connection never went there. Entries make their writes already, so nothing waits for it: closing.
UPDATE `intent` SET `mirror` = 1 WHERE `kind` = 'exigo.point';
INSERT INTO `exigo_mirror`
  (`program_id`, `mirror`, `host`, `company`, `point_account_id`, `state`, `handed_over_to`, `relink`)
SELECT `program_id`, 1,
       LOWER(SUBSTRING_INDEX(SUBSTRING_INDEX(SUBSTRING_INDEX(`base_url`, '//', -1), '/', 1), ':', 1)),
       `company`, `point_account_id`, 'closing', 0, FALSE
  FROM `exigo_connection`;
ALTER TABLE `exigo_connection` ALTER COLUMN `mirror` DROP DEFAULT;
ALTER TABLE `drift_case` ALTER COLUMN `mirror` DROP DEFAULT;
