-- Points and orders of a new member come at the same moment: only one of them looks for the Exigo customer, or makes it.
ALTER TABLE `member` ADD COLUMN `exigo_claim_until` DATETIME(3) NULL;
