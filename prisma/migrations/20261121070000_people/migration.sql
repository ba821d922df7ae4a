-- Customers that are merged, deleted or forgotten, what rules may ask about a member, requests about personal data, and
-- what proves that a shop still has the app.

ALTER TABLE `shop`
  ADD COLUMN `proven_at` DATETIME(3) NULL,
  ADD COLUMN `scopes` VARCHAR(2000) NULL,
  ADD COLUMN `scopes_at` DATETIME(3) NULL;

ALTER TABLE `member`
  ADD COLUMN `merge_id` BIGINT NULL,
  ADD COLUMN `exigo_customer_type` VARCHAR(40) NULL,
  ADD COLUMN `exigo_rank` VARCHAR(40) NULL,
  ADD COLUMN `exigo_facts_at` DATETIME(3) NULL,
  ADD INDEX `member_program_id_exigo_facts_at_idx` (`program_id`, `exigo_facts_at`);

ALTER TABLE `member_customer`
  ADD COLUMN `state` VARCHAR(16) NOT NULL DEFAULT 'linked',
  ADD COLUMN `state_at` DATETIME(3) NULL;

-- A tag is compared without regard to case, as Shopify does.
CREATE TABLE `customer_tag` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `customer_id` BIGINT NOT NULL,
  `tag_key` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `tag` VARCHAR(255) NOT NULL,
  `is_set` BOOLEAN NOT NULL,
  `changed_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `shop_id`, `customer_id`, `tag_key`),
  INDEX `customer_tag_program_id_tag_key_is_set_idx` (`program_id`, `tag_key`, `is_set`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `member_merge` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `shop_id` INTEGER NOT NULL,
  `kept_customer_id` BIGINT NOT NULL,
  `deleted_customer_id` BIGINT NOT NULL,
  `from_member_id` BIGINT NOT NULL,
  `into_member_id` BIGINT NOT NULL,
  `moved_customers` JSON NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `told_at` DATETIME(3) NOT NULL,
  `decided_at` DATETIME(3) NULL,
  `decided_by` VARCHAR(100) NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `member_merge_deleted_customer_key` (`program_id`, `shop_id`, `deleted_customer_id`),
  INDEX `member_merge_id_idx` (`id`),
  INDEX `member_merge_program_id_from_member_id_idx` (`program_id`, `from_member_id`),
  INDEX `member_merge_program_id_into_member_id_idx` (`program_id`, `into_member_id`),
  INDEX `member_merge_program_id_state_idx` (`program_id`, `state`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `privacy_request` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `shop_id` INTEGER NOT NULL,
  `kind` VARCHAR(16) NOT NULL,
  `request_key` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `customer_id` BIGINT NULL,
  `order_ids` JSON NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `requested_at` DATETIME(3) NOT NULL,
  `due_at` DATETIME(3) NOT NULL,
  `done_at` DATETIME(3) NULL,
  `done_by` VARCHAR(100) NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `privacy_request_key` (`program_id`, `shop_id`, `kind`, `request_key`),
  INDEX `privacy_request_id_idx` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Who saw what the app holds about a person. Append-only.
CREATE TABLE `personal_data_access` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `at` DATETIME(3) NOT NULL,
  `staff` VARCHAR(100) NOT NULL,
  `action` VARCHAR(24) NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `request_id` BIGINT NULL,
  `customer_id` BIGINT NULL,
  PRIMARY KEY (`program_id`, `id`),
  INDEX `personal_data_access_id_idx` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
