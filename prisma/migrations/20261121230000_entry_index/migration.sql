-- Nothing reads the entries of a program by when they were booked: the roll-up goes by positions, statements by account.
ALTER TABLE `entry` DROP INDEX `entry_program_id_booked_at_idx`;
