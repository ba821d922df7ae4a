-- What only grows beside an order's refunds, and what was asked about it when it was first judged.
ALTER TABLE `order_snapshot`
  ADD COLUMN `disputes` JSON NULL,
  ADD COLUMN `deleted` BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN `was_paid_in_full` BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN `context` JSON NULL;
