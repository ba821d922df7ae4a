-- Topics that end or begin something with bodies that look alike: one body is honest under one of them only.

ALTER TABLE `inbox_event` ADD COLUMN `twin_digest` BINARY(32) NULL AFTER `body_digest`,
  ADD UNIQUE INDEX `inbox_event_twin_digest_key`(`twin_digest`);
