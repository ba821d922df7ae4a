-- Steps that are owed to Exigo or a shop for a document that exists on both sides: the queue of record.
CREATE TABLE `document_intent` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `document` VARCHAR(150) NOT NULL,
  `kind` VARCHAR(40) NOT NULL,
  `step_key` VARCHAR(190) NOT NULL,
  `shop_id` INTEGER NULL,
  `mirror` INTEGER NULL,
  `member_id` BIGINT NULL,
  `content` JSON NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `waits_for` VARCHAR(150) NULL,
  `due_at` DATETIME(3) NOT NULL,
  `attempts` SMALLINT NOT NULL DEFAULT 0,
  `claims` INTEGER NOT NULL DEFAULT 0,
  `claim_host` VARCHAR(100) NULL,
  `claim_pid` INTEGER NULL,
  `lease_until` DATETIME(3) NULL,
  `sent_at` DATETIME(3) NULL,
  `remote_ref` VARCHAR(100) NULL,
  `result` JSON NULL,
  `last_error` VARCHAR(500) NULL,
  `created_at` DATETIME(3) NOT NULL,
  `finished_at` DATETIME(3) NULL,

  UNIQUE INDEX `document_intent_program_id_step_key_key`(`program_id`, `step_key`),
  INDEX `document_intent_id_idx`(`id`),
  INDEX `document_intent_state_due_at_idx`(`state`, `due_at`),
  INDEX `document_intent_program_id_document_state_idx`(`program_id`, `document`, `state`),
  INDEX `document_intent_program_id_state_kind_idx`(`program_id`, `state`, `kind`),
  INDEX `document_intent_program_id_state_finished_at_idx`(`program_id`, `state`, `finished_at`),
  INDEX `document_intent_program_id_waits_for_idx`(`program_id`, `waits_for`),
  INDEX `document_intent_program_id_remote_ref_kind_idx`(`program_id`, `remote_ref`, `kind`),
  INDEX `document_intent_program_id_member_id_idx`(`program_id`, `member_id`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What a person decided about a step that the app could not settle by itself. Append-only.
CREATE TABLE `document_decision` (
  `program_id` INTEGER NOT NULL,
  `intent_id` BIGINT NOT NULL,
  `claim` INTEGER NOT NULL,
  `decided_at` DATETIME(3) NOT NULL,
  `staff` VARCHAR(100) NOT NULL,
  `verdict` VARCHAR(16) NOT NULL,
  `note` VARCHAR(500) NOT NULL,

  PRIMARY KEY (`program_id`, `intent_id`, `claim`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Writes that the ownership table refused. Append-only.
CREATE TABLE `ownership_refusal` (
  `program_id` INTEGER NOT NULL,
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  `refused_at` DATETIME(3) NOT NULL,
  `document` VARCHAR(150) NOT NULL,
  `kind` VARCHAR(40) NOT NULL,
  `step_key` VARCHAR(190) NOT NULL,
  `domain` VARCHAR(20) NOT NULL,
  `field` VARCHAR(40) NOT NULL,
  `direction` VARCHAR(16) NOT NULL,
  `code` VARCHAR(40) NOT NULL,

  UNIQUE INDEX `ownership_refusal_program_id_step_key_field_key`(`program_id`, `step_key`, `field`, `direction`),
  INDEX `ownership_refusal_id_idx`(`id`),
  PRIMARY KEY (`program_id`, `id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
