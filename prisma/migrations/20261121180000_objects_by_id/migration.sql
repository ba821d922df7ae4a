-- A captured body may come in another shop's name. Shopify gives an id out once, so what it names is looked for over all
-- shops, before anything is done with it.
ALTER TABLE `member_customer`
  ADD INDEX `member_customer_customer_id_idx` (`customer_id`);

ALTER TABLE `order_snapshot`
  ADD INDEX `order_snapshot_order_id_idx` (`order_id`);

ALTER TABLE `item_link`
  ADD INDEX `item_link_product_id_idx` (`product_id`);
