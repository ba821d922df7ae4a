-- A person may stop a re-reading. Who did it is kept with the run; what had been read stays.
ALTER TABLE `reread` ADD COLUMN `stopped_by` VARCHAR(100) NULL AFTER `requested_by`;
