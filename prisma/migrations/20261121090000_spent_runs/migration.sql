-- A spending over a thousand lots writes one movement and one run instead of three thousand index entries: the movement
-- tells of those that follow it, and the run tells which lots are empty until the clockwork has written it on them.

ALTER TABLE `lot_movement` ADD COLUMN `more` JSON NULL;

CREATE TABLE `spent_run` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `first_until` DATETIME(3) NOT NULL,
  `first_seq` INTEGER NOT NULL,
  `first_line` SMALLINT NOT NULL,
  `last_until` DATETIME(3) NOT NULL,
  `last_seq` INTEGER NOT NULL,
  `last_line` SMALLINT NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
