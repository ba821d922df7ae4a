/** How deliveries behave until told otherwise; all counts are of deliveries, not attempts. */
export type WebhookModes = {
  /** Each delivery is sent twice, at the same time and with the same ids. */
  twice: boolean;
  /** Milliseconds that each delivery waits before it is sent; 0 is at once. */
  lateMs: number;
  /** Deliveries are kept back until they are released in another order. */
  hold: boolean;
  /** The next so many deliveries are never sent; -1 drops all. */
  drop: number;
  /** Of the deliveries, every so-manieth is never sent; 0: none is lost that way. */
  dropEvery: number;
  /** Topics that are not subscribed to any more, such as orders/create, or whole groups such as orders/. */
  silentTopics: string[];
};

export const normalModes: WebhookModes = {
  twice: false,
  lateMs: 0,
  hold: false,
  drop: 0,
  dropEvery: 0,
  silentTopics: [],
};

/** Whether deliveries of a topic are switched off. */
export function isSilent(modes: WebhookModes, topic: string): boolean {
  return modes.silentTopics.some(
    (silent) => topic === silent || (silent.endsWith("/") && topic.startsWith(silent)),
  );
}

/** The rows in an order that differs from the one given whenever there are two or more. */
export function shuffled<T>(rows: T[], random: () => number = Math.random): T[] {
  const copy = [...rows];
  for (let place = copy.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [copy[place], copy[other]] = [copy[other] as T, copy[place] as T];
  }
  const same = copy.every((row, index) => row === rows[index]);
  return same ? copy.reverse() : copy;
}
