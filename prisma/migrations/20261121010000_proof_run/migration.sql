-- The worker proves every program's ledger each night, and when staff ask for it. One row per program says whether a
-- proof is wanted, who is at it and how far it is; the result stands in `verification`.

CREATE TABLE `proof_run` (
  `program_id` INTEGER NOT NULL,
  `state` VARCHAR(16) NOT NULL,
  `due_at` DATETIME(3) NULL,
  `claims` INTEGER NOT NULL,
  `attempts` INTEGER NOT NULL,
  `begun_at` DATETIME(3) NULL,
  `finished_at` DATETIME(3) NULL,
  `entries` BIGINT NOT NULL,
  `entries_in_all` BIGINT NOT NULL,
  `trouble` VARCHAR(64) NULL,
  PRIMARY KEY (`program_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
