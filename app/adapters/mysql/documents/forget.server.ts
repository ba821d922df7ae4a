import type { PoolConnection } from "mariadb";

/** Whose documents, and which orders beside those that are known to be theirs. */
interface Forgotten {
  readonly programId: number;
  readonly shopId: number;
  readonly memberIds: readonly number[];
  readonly orderIds: readonly string[];
}

/** Documents of one statement. */
const AT_ONCE = 500;

/**
 * Takes out of the steps what another system answered, which may quote the name or the address that it was sent, and the
 * numbers of parcels. The steps stay: they hold ids alone. Belongs to the transaction that forgets the members, which
 * has locked their links.
 */
export async function forgetDocuments(connection: PoolConnection, forgotten: Forgotten): Promise<void> {
  const { programId, shopId, memberIds, orderIds } = forgotten;
  if (memberIds.length > 0)
    await connection.query(
      `UPDATE document_intent SET last_error = NULL
        WHERE program_id = ? AND member_id IN (?) AND last_error IS NOT NULL`,
      [programId, memberIds],
    );
  const orders = [
    ...orderIds.map((orderId) => ({ shopId, orderId })),
    ...(await ordersOf(connection, programId, memberIds)),
  ];
  for (const ofShop of new Set(orders.map((order) => order.shopId))) {
    const some = orders.filter((order) => order.shopId === ofShop);
    for (let from = 0; from < some.length; from += AT_ONCE)
      await forgetOrders(connection, { programId, shopId: ofShop }, some.slice(from, from + AT_ONCE));
  }
}

async function forgetOrders(
  connection: PoolConnection,
  { programId, shopId }: Pick<Forgotten, "programId" | "shopId">,
  orders: readonly { readonly orderId: string }[],
): Promise<void> {
  // A guest's order and a shipment name no member.
  const documents = orders.flatMap(({ orderId }) => [
    `order/${shopId}/${orderId}`,
    `fulfilment/${shopId}/${orderId}`,
  ]);
  await connection.query(
    `UPDATE document_intent SET last_error = NULL
      WHERE program_id = ? AND document IN (?) AND last_error IS NOT NULL`,
    [programId, documents],
  );
  await connection.query(
    `UPDATE exigo_shipment SET carrier = NULL, tracking_numbers = '[]'
      WHERE program_id = ? AND shop_id = ? AND order_id IN (?)`,
    [programId, shopId, orders.map(({ orderId }) => BigInt(orderId))],
  );
}

/**
 * Whether the member was forgotten. Waits for a redaction that is under way, so it comes before the lock of anything
 * that the redaction changes.
 */
export async function isForgotten(
  connection: PoolConnection,
  programId: number,
  memberId: number,
): Promise<boolean> {
  const rows: { state: string }[] = await connection.query(
    "SELECT state FROM member_customer WHERE program_id = ? AND member_id = ? LOCK IN SHARE MODE",
    [programId, memberId],
  );
  return rows.length > 0 && rows.every(({ state }) => state === "redacted");
}

async function ordersOf(
  connection: PoolConnection,
  programId: number,
  memberIds: readonly number[],
): Promise<{ shopId: number; orderId: string }[]> {
  if (memberIds.length === 0) return [];
  return connection.query(
    `SELECT o.shop_id AS shopId, CAST(o.order_id AS CHAR) AS orderId FROM order_snapshot o
       JOIN account a ON a.program_id = o.program_id AND a.id = o.account_id
      WHERE o.program_id = ? AND a.member_id IN (?)`,
    [programId, memberIds],
  );
}
