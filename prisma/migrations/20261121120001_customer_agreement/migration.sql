-- What both sides last agreed on of a member's customers: keyed digests, no personal data.
CREATE TABLE `customer_agreement` (
  `program_id` INTEGER NOT NULL,
  `member_id` BIGINT NOT NULL,
  `mirror` INTEGER NOT NULL,
  `owned` VARCHAR(64) NULL,
  `address` VARCHAR(64) NULL,
  `facts` VARCHAR(64) NULL,
  `agreed_at` DATETIME(3) NOT NULL,

  PRIMARY KEY (`program_id`, `member_id`, `mirror`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Addresses that were changed on both sides, and which side lost. Append-only.
CREATE TABLE `customer_conflict` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `member_id` BIGINT NOT NULL,
  `stands` VARCHAR(16) NOT NULL,
  `shop_changed_at` DATETIME(3) NOT NULL,
  `exigo_changed_at` DATETIME(3) NULL,
  `found_at` DATETIME(3) NOT NULL,

  INDEX `customer_conflict_id_idx`(`id`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The window of changes of Exigo's customers that is being read.
CREATE TABLE `customer_window` (
  `program_id` INTEGER NOT NULL,
  `mirror` INTEGER NOT NULL,
  `since` DATETIME(3) NOT NULL,
  `after_customer_id` INTEGER NULL,
  `newest_at` DATETIME(3) NULL,
  `began_at` DATETIME(3) NOT NULL,
  `due_at` DATETIME(3) NOT NULL,

  PRIMARY KEY (`program_id`, `mirror`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
