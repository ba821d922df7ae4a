-- Exigo's items beside a shop's variants, what of them is agreed on, shipments, and the turns of their polls.

CREATE TABLE `item_link` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `variant_id` BIGINT NOT NULL,
  `product_id` BIGINT NULL,
  `inventory_item_id` BIGINT NULL,
  `product_title` VARCHAR(255) NOT NULL,
  `variant_title` VARCHAR(255) NULL,
  `sku` VARCHAR(255) NULL,
  `price` VARCHAR(24) NULL,
  `told_at` DATETIME(3) NULL,
  `removed_at` DATETIME(3) NULL,
  `state` VARCHAR(8) NOT NULL,
  `item_code` VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `made_by` VARCHAR(6) NULL,
  `made_by_staff` VARCHAR(100) NULL,
  `made_at` DATETIME(3) NULL,
  `agreed_price` VARCHAR(24) NULL,
  `agreed_content` CHAR(64) NULL,
  `created_at` DATETIME(3) NOT NULL,

  INDEX `item_link_program_id_shop_id_state_variant_id_idx`(`program_id`, `shop_id`, `state`, `variant_id`),
  INDEX `item_link_program_id_shop_id_product_id_idx`(`program_id`, `shop_id`, `product_id`),
  INDEX `item_link_program_id_item_code_idx`(`program_id`, `item_code`),
  PRIMARY KEY (`program_id`, `shop_id`, `variant_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_item` (
  `program_id` INTEGER NOT NULL,
  `item_code` VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `description` VARCHAR(255) NOT NULL,
  `facts` JSON NOT NULL,
  `digest` CHAR(64) NOT NULL,
  `changed_at` DATETIME(3) NOT NULL,
  `read_at` DATETIME(3) NOT NULL,

  PRIMARY KEY (`program_id`, `item_code`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_shipment` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `order_id` BIGINT NOT NULL,
  `exigo_order_id` BIGINT NOT NULL,
  `carrier` VARCHAR(50) NULL,
  `tracking_numbers` JSON NOT NULL,
  `lines` JSON NOT NULL,
  `found_at` DATETIME(3) NOT NULL,

  PRIMARY KEY (`program_id`, `shop_id`, `order_id`, `exigo_order_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `catalog_turn` (
  `program_id` INTEGER NOT NULL,
  `task` VARCHAR(12) NOT NULL,
  `run` INTEGER NOT NULL,
  `place` JSON NULL,
  `due_at` DATETIME(3) NOT NULL,
  `claims` INTEGER NOT NULL DEFAULT 0,
  `claim_host` VARCHAR(100) NULL,
  `claim_pid` INTEGER NULL,
  `lease_until` DATETIME(3) NULL,
  `compared` INTEGER NOT NULL DEFAULT 0,
  `enqueued` INTEGER NOT NULL DEFAULT 0,
  `total` INTEGER NULL,
  `started_at` DATETIME(3) NULL,
  `finished_at` DATETIME(3) NULL,
  `last_error` VARCHAR(500) NULL,

  INDEX `catalog_turn_due_at_idx`(`due_at`),
  PRIMARY KEY (`program_id`, `task`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
