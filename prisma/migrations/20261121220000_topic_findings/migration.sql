-- A topic may be a finding of its own, and says what showed it.
ALTER TABLE `arrival_finding`
  MODIFY `kind` VARCHAR(64) NOT NULL,
  MODIFY `open_kind` VARCHAR(64) NULL,
  ADD COLUMN `shown_by` VARCHAR(255) NULL AFTER `missed_since`;

-- Voices are read from the inbox; they are read anew, this time with the topics.
DELETE FROM `shop_voice`;
