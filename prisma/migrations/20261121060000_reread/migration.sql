-- Re-reading of orders and customers from Shopify: its runs and what came that way.

CREATE TABLE `reread` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `shop_id` INTEGER NOT NULL,
  `resource` VARCHAR(16) NOT NULL,
  `cause` VARCHAR(16) NOT NULL,
  `open_as` VARCHAR(16) NULL,
  `state` VARCHAR(16) NOT NULL,
  `method` VARCHAR(8) NULL,
  `since_at` DATETIME(3) NULL,
  `range_since` DATETIME(3) NULL,
  `range_until` DATETIME(3) NULL,
  `read_to` DATETIME(3) NULL,
  `bulk_operation` VARCHAR(100) NULL,
  `bulk_byte` BIGINT NOT NULL DEFAULT 0,
  `total_rows` INTEGER NULL,
  `read_rows` INTEGER NOT NULL DEFAULT 0,
  `found_rows` INTEGER NOT NULL DEFAULT 0,
  `refused_rows` INTEGER NOT NULL DEFAULT 0,
  `due_at` DATETIME(3) NOT NULL,
  `attempts` SMALLINT NOT NULL DEFAULT 0,
  `claims` INTEGER NOT NULL DEFAULT 0,
  `claim_host` VARCHAR(100) NULL,
  `claim_pid` INTEGER NULL,
  `lease_until` DATETIME(3) NULL,
  `last_error` VARCHAR(500) NULL,
  `requested_by` VARCHAR(100) NULL,
  `created_at` DATETIME(3) NOT NULL,
  `finished_at` DATETIME(3) NULL,

  UNIQUE INDEX `reread_program_id_shop_id_resource_open_as_key`(`program_id`, `shop_id`, `resource`, `open_as`),
  INDEX `reread_id_idx`(`id`),
  INDEX `reread_state_due_at_idx`(`state`, `due_at`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `reread_find` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `shop_id` INTEGER NOT NULL,
  `resource` VARCHAR(16) NOT NULL,
  `object_id` BIGINT NOT NULL,
  `reread_id` BIGINT NOT NULL,
  `outcome` VARCHAR(16) NOT NULL,
  `reason` VARCHAR(500) NULL,
  `updated_at` DATETIME(3) NULL,
  `found_at` DATETIME(3) NOT NULL,

  INDEX `reread_find_id_idx`(`id`),
  INDEX `reread_find_program_id_found_at_idx`(`program_id`, `found_at`),
  INDEX `reread_find_program_id_shop_id_resource_object_id_idx`(`program_id`, `shop_id`, `resource`, `object_id`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
