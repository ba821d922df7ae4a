-- What a shop's products and stock were when both sides were alike: what is another there later was changed in the shop.

ALTER TABLE `item_link` ADD COLUMN `agreed_title` VARCHAR(255) NULL AFTER `agreed_content`;

CREATE TABLE `stock_agreement` (
  `program_id` INTEGER NOT NULL,
  `shop_id` INTEGER NOT NULL,
  `location_id` BIGINT NOT NULL,
  `variant_id` BIGINT NOT NULL,
  `units` INTEGER NOT NULL,
  `is_changed` BOOLEAN NOT NULL,
  `agreed_at` DATETIME(3) NOT NULL,

  PRIMARY KEY (`program_id`, `shop_id`, `location_id`, `variant_id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
