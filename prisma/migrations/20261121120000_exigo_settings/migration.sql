-- What the documents of a program need to know of its Exigo, as one document with its version in it.
ALTER TABLE `exigo_connection` ADD COLUMN `settings` JSON NULL;
