-- Past orders as they were placed, page by page.
CREATE INDEX `order_snapshot_program_id_placed_at_idx`
  ON `order_snapshot` (`program_id`, `placed_at`, `shop_id`, `order_id`);
