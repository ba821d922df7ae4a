-- A balance that was refused is shown with its place in the imported file and may be tried again by a person.
ALTER TABLE `waiting_opening`
  ADD COLUMN `line` INTEGER NULL AFTER `source`,
  ADD COLUMN `decided_by` VARCHAR(100) NULL AFTER `reason`;
