-- What is heard of the shops by webhook, and what is found when it is compared with Shopify.

CREATE TABLE `shop_voice` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `voices` JSON NOT NULL,
  `heard_to` BIGINT NOT NULL,
  `listened_at` DATETIME(3) NULL,
  `next_look_at` DATETIME(3) NOT NULL,

  INDEX `shop_voice_next_look_at_idx`(`next_look_at`),
  PRIMARY KEY (`program_id`, `shop_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `arrival_finding` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `shop_id` INTEGER NOT NULL,
  `kind` VARCHAR(24) NOT NULL,
  `open_kind` VARCHAR(24) NULL,
  `missed` INTEGER NOT NULL,
  `missed_since` DATETIME(3) NULL,
  `found_at` DATETIME(3) NOT NULL,
  `closed_at` DATETIME(3) NULL,

  UNIQUE INDEX `arrival_finding_program_id_shop_id_open_kind_key`(`program_id`, `shop_id`, `open_kind`),
  INDEX `arrival_finding_id_idx`(`id`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
