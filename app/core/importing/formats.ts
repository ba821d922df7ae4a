import type { ImportFormat } from "./types.ts";

/** What a column can hold. */
export type Field =
  | "customerId"
  | "email"
  | "firstName"
  | "lastName"
  | "amount"
  | "pendingAmount"
  | "earnedAt"
  | "availableFrom"
  | "expiresAt"
  | "note";

/** Headers of each field in lower case with single spaces; of several that a file has, the first filled cell counts. */
export type FormatColumns = Readonly<Partial<Record<Field, readonly string[]>>>;

const EMAIL = ["email", "customer email", "email address", "shopify customer email"];
const NAMES = { firstName: ["first name"], lastName: ["last name"] };
/** Other programs have ids of their own for customers: only what names Shopify can be one of Shopify's. */
const SHOPIFY_ID = ["shopify customer id", "shopify id"];

/**
 * The columns of each format.
 *
 * - plain: our own; docs/import.md.
 * - smile: `email`, `points` as Smile's customer lists are exchanged; `points balance` as its API names it
 *   (help.smile.io/en/articles/4036233-import-points-with-a-csv-file, dev.smile.io/ui/objects/customer).
 * - loyaltylion: the customers export, whose columns the merchant chooses and may rename: approved points can be
 *   spent, pending ones wait for a day that the export does not tell. Its "merchant id" is the shop's id of the
 *   customer (help.loyaltylion.com/articles/5367139-export, …/en/articles/6062006-how-points-work).
 * - yotpo: the customers export (support.yotpo.com/v1/docs/importingexporting-points-and-customers).
 * - rivo: the loyalty data file, and the points log, whose ids are Shopify's
 *   (help.rivo.io/en/articles/6671188-using-csv-files-with-rivo-loyalty, …/14107276-import-historical-points-or-credits-transactions).
 */
export const FORMATS: Readonly<Record<ImportFormat, FormatColumns>> = {
  plain: {
    customerId: ["customer id"],
    email: ["email"],
    ...NAMES,
    amount: ["amount"],
    earnedAt: ["earned at"],
    availableFrom: ["available from"],
    expiresAt: ["expires at"],
    note: ["note"],
  },
  smile: {
    customerId: SHOPIFY_ID,
    email: EMAIL,
    ...NAMES,
    amount: ["points", "points balance", "current points balance"],
    expiresAt: ["points expire at", "points expiry date", "points expiration date"],
  },
  loyaltylion: {
    customerId: [...SHOPIFY_ID, "merchant id", "customer merchant id"],
    email: EMAIL,
    ...NAMES,
    amount: ["points approved", "approved points", "current points", "points"],
    pendingAmount: ["points pending", "pending points"],
    expiresAt: ["points expire at", "points expiration date", "expiration date"],
  },
  yotpo: {
    customerId: SHOPIFY_ID,
    email: EMAIL,
    ...NAMES,
    amount: ["points balance", "current points balance", "points"],
    expiresAt: ["points expire at", "points expiration date"],
  },
  rivo: {
    customerId: [...SHOPIFY_ID, "customer id", "customerid"],
    email: EMAIL,
    ...NAMES,
    amount: ["points balance", "points amount", "credits balance", "credits amount", "points"],
    earnedAt: ["applied at"],
    availableFrom: ["approved at"],
    expiresAt: ["expires at", "points expire at"],
    note: ["internal note"],
  },
};
