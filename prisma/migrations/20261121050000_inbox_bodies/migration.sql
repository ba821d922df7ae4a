-- Bodies are sealed from now on and go after their time; rows stay with their ids. One stored in the clear by an
-- earlier version does not open any more: let the worker finish what is due before this.
-- Due rows are found shop by shop: the first index leads from one waiting shop to the next.

ALTER TABLE `inbox_event`
  MODIFY `body` MEDIUMBLOB NULL,
  ADD COLUMN `body_until` DATETIME(3) NULL AFTER `body`,
  ADD INDEX `inbox_event_state_shop_domain_due_at_idx` (`state`, `shop_domain`, `due_at`),
  ADD INDEX `inbox_event_body_until_idx` (`body_until`),
  DROP INDEX `inbox_event_state_due_at_idx`;

UPDATE `inbox_event` SET `body_until` = `received_at` + INTERVAL 30 DAY;

-- Shopify's own number of the shop, which its orders name.
ALTER TABLE `shop` ADD COLUMN `shopify_id` BIGINT NULL AFTER `domain`;
