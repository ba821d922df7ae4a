-- What comes to members by itself: signing up, a birthday, a long time without an order.

-- `birth_day` is the month and the day as one number, 229 for a leap day: birthdays are found by it.
ALTER TABLE `member_customer`
  ADD COLUMN `customer_since` DATETIME(3) NULL,
  ADD COLUMN `birth_date` DATE NULL,
  ADD COLUMN `birth_day` SMALLINT GENERATED ALWAYS AS (MONTH(`birth_date`) * 100 + DAYOFMONTH(`birth_date`)) STORED,
  ADD INDEX `member_customer_program_id_customer_since_idx` (`program_id`, `customer_since`),
  ADD INDEX `member_customer_program_id_birth_day_idx` (`program_id`, `birth_day`);

CREATE TABLE `system_action` (
  `program_id` INTEGER NOT NULL,
  `member_id` BIGINT NOT NULL,
  `kind` VARCHAR(16) NOT NULL,
  `occasion` VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `happened_at` DATETIME(3) NOT NULL,
  `outcome` VARCHAR(32) NOT NULL,
  `recorded_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `member_id`, `kind`, `occasion`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `inactivity_walk` (
  `program_id` INTEGER NOT NULL,
  `day` CHAR(10) NOT NULL,
  `walked_to` BIGINT NOT NULL,
  `finished` BOOLEAN NOT NULL,
  PRIMARY KEY (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
