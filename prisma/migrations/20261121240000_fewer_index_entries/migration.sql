-- A posting writes sixteen index entries; these three it can do without.
-- Keys in the order of their account's chain: what one account writes lies together, and every index of theirs names a row
-- by two numbers instead of by a text of up to 191 characters.
ALTER TABLE `ledger_key`
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (`program_id`, `account_id`, `key_seq`),
  ADD UNIQUE INDEX `ledger_key_program_id_business_key_key` (`program_id`, `business_key`),
  DROP INDEX `ledger_key_program_id_account_id_key_seq_idx`;

-- An id is one program's alone, so the index of ids finds what the one of programs and ids did.
ALTER TABLE `intent`
  DROP PRIMARY KEY,
  DROP INDEX `intent_id_idx`,
  ADD PRIMARY KEY (`id`);

-- Within an account no entry is booked before the one that precedes it, so halving the span of their numbers finds one.
ALTER TABLE `entry` DROP INDEX `entry_program_id_account_id_booked_at_idx`;
