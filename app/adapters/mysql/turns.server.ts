/**
 * A page of rows that is fair between tenants: the first row of each before the second of any. Every tenant has an equal
 * share of the page; what small ones leave of theirs is for those that have more.
 *
 * @param tenants that have rows, those first whose turn comes first
 * @param read at most `perTenant` rows of each of some tenants, in their order; a tenant without any may be left out
 */
export async function readInTurns<Tenant, Row>(
  tenants: readonly Tenant[],
  limit: number,
  read: (tenants: readonly Tenant[], perTenant: number) => Promise<ReadonlyMap<Tenant, readonly Row[]>>,
): Promise<Row[]> {
  const share = Math.ceil(limit / Math.max(1, tenants.length));
  const shares = await read(tenants, share);
  const rowsOf = (tenant: Tenant): number => shares.get(tenant)?.length ?? 0;
  const cutShort = tenants.filter((tenant) => rowsOf(tenant) >= share);
  const found = tenants.reduce((sum, tenant) => sum + rowsOf(tenant), 0);
  const larger = found < limit && cutShort.length > 0 ? await read(cutShort, limit) : shares;
  const queues = tenants.map((tenant) => larger.get(tenant) ?? shares.get(tenant) ?? []);
  const turns = Math.max(0, ...queues.map((rows) => rows.length));
  return Array.from({ length: turns }, (_, turn) => queues.flatMap((rows) => rows.slice(turn, turn + 1)))
    .flat()
    .slice(0, limit);
}
