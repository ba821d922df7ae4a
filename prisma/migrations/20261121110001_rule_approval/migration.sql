-- Why a second person decided as they did, and who set the threshold from which one has to.

ALTER TABLE `earn_rule_decision`
  ADD COLUMN `reason` VARCHAR(500) NOT NULL DEFAULT '';

CREATE TABLE `approval_threshold` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `rate_micros` BIGINT NULL,
  `credits` BIGINT NULL,
  `set_by` VARCHAR(100) NOT NULL,
  `set_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `id`),
  INDEX `approval_threshold_id_idx` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
