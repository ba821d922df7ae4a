import type { Database } from "#adapters/mysql/database";

/** How many index entries and rows the session has looked at while `work` ran; for a pool of one connection. */
export async function rowsReadBy(
  { pool }: Pick<Database, "pool">,
  work: () => Promise<unknown>,
): Promise<number> {
  const total = async (): Promise<number> => {
    const counters: { Value: string }[] = await pool.query(
      "SHOW SESSION STATUS WHERE Variable_name IN ('Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next', 'Handler_read_prev', 'Handler_read_rnd_next')",
    );
    return counters.reduce((sum, { Value }) => sum + Number(Value), 0);
  };
  const before = await total();
  const ofAsking = (await total()) - before;
  await work();
  return (await total()) - before - 2 * ofAsking;
}
