import type { EntryKind } from "#core/ledger";

/** All that the page says in one language. `{…}` is filled in. */
export interface Words {
  readonly title: string;
  /** By plural form (CLDR); `other` is always there. */
  readonly credits: { readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;
  readonly loggedOut: { readonly text: string; readonly link: string };
  readonly empty: { readonly title: string; readonly text: string; readonly link: string };
  readonly balance: {
    readonly available: string;
    readonly pending: string;
    readonly held: string;
    readonly owed: string;
    readonly total: string;
    readonly owedText: string;
    readonly pendingText: string;
    readonly heldText: string;
  };
  readonly lots: {
    readonly title: string;
    readonly expires: string;
    readonly left: string;
    readonly never: string;
    readonly later: string;
    /** `{date}` */
    readonly usableFrom: string;
    readonly total: string;
  };
  readonly history: {
    readonly title: string;
    readonly what: string;
    readonly amount: string;
    readonly balance: string;
    readonly before: string;
    readonly together: string;
    readonly newest: string;
    readonly older: string;
    readonly pages: string;
  };
  /** Why credits moved. `{order}` is the order's name. */
  readonly order: {
    readonly earned: string;
    readonly refunded: string;
    readonly partlyRefunded: string;
    readonly cancelled: string;
    readonly changed: string;
    /** Of an order whose name is not known yet. */
    readonly unnamed: string;
    readonly unnamedTaken: string;
  };
  readonly movements: Readonly<Record<Exclude<EntryKind, "earn">, string>>;
}
