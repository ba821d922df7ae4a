-- The first schema. Written by hand where Prisma cannot say it: keys of business events compare byte by byte.

CREATE TABLE `program` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `name` VARCHAR(100) NOT NULL,
  `unit_name` VARCHAR(40) NOT NULL,
  `scale` TINYINT NOT NULL,
  `currency` CHAR(3) NOT NULL,
  `debt_policy` VARCHAR(16) NOT NULL,
  `expired_lot_grace_days` SMALLINT NULL,
  `created_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `shop` (
  `id` INTEGER NOT NULL AUTO_INCREMENT,
  `program_id` INTEGER NOT NULL,
  `domain` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `name` VARCHAR(255) NOT NULL,
  `currency` CHAR(3) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `installed_at` DATETIME(3) NOT NULL,
  `uninstalled_at` DATETIME(3) NULL,
  PRIMARY KEY (`id`),
  UNIQUE INDEX `shop_domain_key` (`domain`),
  INDEX `shop_program_id_idx` (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `shopify_session` (
  `id` VARCHAR(255) NOT NULL,
  `shop_domain` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `is_online` BOOLEAN NOT NULL,
  `sealed` BLOB NOT NULL,
  `expires_at` DATETIME(3) NULL,
  `updated_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`id`),
  INDEX `shopify_session_shop_domain_idx` (`shop_domain`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `inbox_event` (
  `shop_domain` VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `webhook_id` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `event_id` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `topic` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `api_version` VARCHAR(16) NOT NULL,
  `triggered_at` DATETIME(3) NULL,
  `received_at` DATETIME(3) NOT NULL,
  `body_digest` BINARY(32) NOT NULL,
  `body` MEDIUMBLOB NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `due_at` DATETIME(3) NOT NULL,
  `attempts` SMALLINT NOT NULL,
  `claim_host` VARCHAR(100) NULL,
  `claim_pid` INTEGER NULL,
  `lease_until` DATETIME(3) NULL,
  `outcome` VARCHAR(16) NULL,
  `reason` VARCHAR(500) NULL,
  `finished_at` DATETIME(3) NULL,
  PRIMARY KEY (`shop_domain`, `id`),
  UNIQUE INDEX `inbox_event_shop_domain_webhook_id_key` (`shop_domain`, `webhook_id`),
  UNIQUE INDEX `inbox_event_topic_body_digest_key` (`topic`, `body_digest`),
  INDEX `inbox_event_id_idx` (`id`),
  INDEX `inbox_event_state_due_at_idx` (`state`, `due_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `member` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `exigo_customer_id` INTEGER NULL,
  `created_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `member_program_id_exigo_customer_id_key` (`program_id`, `exigo_customer_id`),
  INDEX `member_id_idx` (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `member_customer` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `customer_id` BIGINT NOT NULL,
  `member_id` BIGINT NOT NULL,
  `email` VARCHAR(320) NULL,
  `email_verified` BOOLEAN NOT NULL,
  `first_name` VARCHAR(100) NULL,
  `last_name` VARCHAR(100) NULL,
  `updated_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `shop_id`, `customer_id`),
  INDEX `member_customer_program_id_member_id_idx` (`program_id`, `member_id`),
  INDEX `member_customer_program_id_email_idx` (`program_id`, `email`),
  INDEX `member_customer_program_id_last_name_idx` (`program_id`, `last_name`),
  INDEX `member_customer_program_id_first_name_idx` (`program_id`, `first_name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `account` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `member_id` BIGINT NOT NULL,
  `available` BIGINT NOT NULL,
  `pending` BIGINT NOT NULL,
  `held` BIGINT NOT NULL,
  `entry_count` INTEGER NOT NULL,
  `head_hash` BINARY(32) NOT NULL,
  `updated_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `account_program_id_member_id_key` (`program_id`, `member_id`),
  INDEX `account_id_idx` (`id`),
  INDEX `account_program_id_updated_at_idx` (`program_id`, `updated_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `entry` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `seq` INTEGER NOT NULL,
  `kind` VARCHAR(32) NOT NULL,
  `business_key` VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `subject` VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `effective_at` DATETIME(3) NOT NULL,
  `booked_at` DATETIME(3) NOT NULL,
  `cause_kind` VARCHAR(16) NOT NULL,
  `cause_ref` VARCHAR(100) NOT NULL,
  `reason_code` VARCHAR(48) NOT NULL,
  `trace` JSON NULL,
  `prev_hash` BINARY(32) NOT NULL,
  `hash` BINARY(32) NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`, `seq`),
  INDEX `entry_program_id_booked_at_idx` (`program_id`, `booked_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `posting` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `seq` INTEGER NOT NULL,
  `line` SMALLINT NOT NULL,
  `book` VARCHAR(16) NOT NULL,
  `amount` BIGINT NOT NULL,
  `balance_after` BIGINT NULL,
  PRIMARY KEY (`program_id`, `account_id`, `seq`, `line`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `entry_note` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `seq` INTEGER NOT NULL,
  `note` VARCHAR(1000) NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`, `seq`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `lot` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `line` SMALLINT NOT NULL,
  `bucket` VARCHAR(16) NOT NULL,
  `amount` BIGINT NOT NULL,
  `remaining` BIGINT NOT NULL,
  `available_from` DATETIME(3) NOT NULL,
  `expires_at` DATETIME(3) NULL,
  PRIMARY KEY (`program_id`, `account_id`, `entry_seq`, `line`),
  INDEX `lot_program_id_account_id_remaining_idx` (`program_id`, `account_id`, `remaining`),
  INDEX `lot_bucket_expires_at_idx` (`bucket`, `expires_at`),
  INDEX `lot_bucket_available_from_idx` (`bucket`, `available_from`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `lot_movement` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `line` SMALLINT NOT NULL,
  `lot_seq` INTEGER NOT NULL,
  `lot_line` SMALLINT NOT NULL,
  `amount` BIGINT NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`, `entry_seq`, `line`),
  INDEX `lot_movement_program_id_account_id_lot_seq_lot_line_idx` (`program_id`, `account_id`, `lot_seq`, `lot_line`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `hold` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `hold_key` VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `amount` BIGINT NOT NULL,
  `expires_at` DATETIME(3) NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `ended_seq` INTEGER NULL,
  PRIMARY KEY (`program_id`, `account_id`, `entry_seq`),
  UNIQUE INDEX `hold_program_id_hold_key_key` (`program_id`, `hold_key`),
  INDEX `hold_state_expires_at_idx` (`state`, `expires_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `ledger_key` (
  `program_id` INTEGER NOT NULL,
  `business_key` VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `content_hash` BINARY(32) NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NULL,
  `subject` VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `subject_version` BIGINT NULL,
  `subject_effect` BIGINT NOT NULL,
  `reverses_key` VARCHAR(191) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  `reversed_amount` BIGINT NULL,
  `result` JSON NOT NULL,
  `decided_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `business_key`),
  INDEX `ledger_key_program_id_subject_idx` (`program_id`, `subject`),
  INDEX `ledger_key_program_id_reverses_key_idx` (`program_id`, `reverses_key`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `earn_rule_version` (
  `program_id` INTEGER NOT NULL,
  `version` INTEGER NOT NULL,
  `document` JSON NOT NULL,
  `active_from` DATETIME(3) NOT NULL,
  `author` VARCHAR(100) NOT NULL,
  `reason` VARCHAR(500) NOT NULL,
  PRIMARY KEY (`program_id`, `version`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `order_snapshot` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `order_id` BIGINT NOT NULL,
  `name` VARCHAR(64) NULL,
  `customer_id` BIGINT NULL,
  `account_id` BIGINT NULL,
  `placed_at` DATETIME(3) NULL,
  `updated_at` DATETIME(3) NULL,
  `snapshot` JSON NULL,
  `refunds` JSON NOT NULL,
  `evaluation` JSON NULL,
  `evaluated_at` DATETIME(3) NULL,
  `revision` INTEGER NOT NULL,
  `former_account_ids` JSON NOT NULL,
  PRIMARY KEY (`program_id`, `shop_id`, `order_id`),
  INDEX `order_snapshot_program_id_account_id_idx` (`program_id`, `account_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `intent` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `kind` VARCHAR(32) NOT NULL,
  `account_id` BIGINT NOT NULL,
  `entry_seq` INTEGER NOT NULL,
  `shop_id` INTEGER NULL,
  `amount` BIGINT NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `due_at` DATETIME(3) NOT NULL,
  `attempts` SMALLINT NOT NULL,
  `claims` INTEGER NOT NULL DEFAULT 0,
  `claim_host` VARCHAR(100) NULL,
  `claim_pid` INTEGER NULL,
  `lease_until` DATETIME(3) NULL,
  `fence` BIGINT NULL,
  `sent_at` DATETIME(3) NULL,
  `remote_ref` VARCHAR(100) NULL,
  `last_error` VARCHAR(500) NULL,
  `created_at` DATETIME(3) NOT NULL,
  `finished_at` DATETIME(3) NULL,
  PRIMARY KEY (`program_id`, `id`),
  INDEX `intent_id_idx` (`id`),
  INDEX `intent_state_due_at_idx` (`state`, `due_at`),
  INDEX `intent_program_id_account_id_kind_state_idx` (`program_id`, `account_id`, `kind`, `state`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_connection` (
  `program_id` INTEGER NOT NULL,
  `base_url` VARCHAR(255) NOT NULL,
  `company` VARCHAR(50) NOT NULL,
  `login_name` VARCHAR(100) NOT NULL,
  `sealed_password` BLOB NOT NULL,
  `point_account_id` INTEGER NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `paused_reason` VARCHAR(500) NULL,
  `drift_policy` VARCHAR(16) NOT NULL,
  `drift_limit` BIGINT NOT NULL,
  `poll_seconds` INTEGER NOT NULL,
  `updated_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `exigo_observation` (
  `program_id` INTEGER NOT NULL,
  `account_id` BIGINT NOT NULL,
  `balance` BIGINT NOT NULL,
  `observed_at` DATETIME(3) NOT NULL,
  `drift` BIGINT NOT NULL,
  `drift_since` DATETIME(3) NULL,
  `next_poll_at` DATETIME(3) NOT NULL,
  PRIMARY KEY (`program_id`, `account_id`),
  INDEX `exigo_observation_program_id_next_poll_at_idx` (`program_id`, `next_poll_at`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `drift_case` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `account_id` BIGINT NOT NULL,
  `kind` VARCHAR(24) NOT NULL,
  `amount` BIGINT NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `fingerprint` VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `entry_seq` INTEGER NULL,
  `found_at` DATETIME(3) NOT NULL,
  `closed_at` DATETIME(3) NULL,
  PRIMARY KEY (`program_id`, `id`),
  UNIQUE INDEX `drift_case_program_id_fingerprint_key` (`program_id`, `fingerprint`),
  INDEX `drift_case_id_idx` (`id`),
  INDEX `drift_case_program_id_account_id_state_idx` (`program_id`, `account_id`, `state`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
