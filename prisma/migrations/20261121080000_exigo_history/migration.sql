-- Where a company lets the history of points be read, and how long that history may lag behind.
ALTER TABLE `exigo_connection`
  ADD COLUMN `history_url` VARCHAR(255) NULL,
  ADD COLUMN `history_lag_seconds` INTEGER NOT NULL DEFAULT 300;
