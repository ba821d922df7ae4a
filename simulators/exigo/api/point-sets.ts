import type { Company, PointTransactionRow } from "../state/company.ts";
import { balanceKey } from "../state/company.ts";
import { firstIndexAfter } from "../state/by-id.ts";
import type { Reading } from "./odata-set.ts";
import { entitySet } from "./odata-set.ts";

/** The append-only history of points. */
export const pointTransactionSet = entitySet<PointTransactionRow>({
  name: "PointTransactions",
  rows: function* ({ company, upTo, afterKey }) {
    const { pointTransactions } = company;
    for (let index = firstIndexAfter(pointTransactions, afterKey, (row) => row.transactionID); ; index += 1) {
      const row = pointTransactions[index];
      if (row === undefined) return;
      if (row.transactionDate <= upTo) yield row;
    }
  },
  columns: {
    PointTransactionID: { read: (row) => row.transactionID },
    CustomerID: { read: (row) => row.customerID },
    PointAccountID: { read: (row) => row.pointAccountID },
    Amount: { kind: "money", read: (row) => row.amountUnits },
    PointTransactionTypeID: { read: (row) => row.typeID },
    TransactionDate: { kind: "date", read: (row) => row.transactionDate },
    OrderID: { read: (row) => row.orderID },
    Reference: { read: (row) => row.reference },
  },
});

interface BalanceRow {
  customerID: number;
  pointAccountID: number;
  balanceUnits: number;
}

/** Balances by customer and point account. A customer who never had points on an account has no row of it. */
export const pointBalanceSet = entitySet<BalanceRow>({
  name: "CustomerPointAccounts",
  rows: balanceRows,
  columns: {
    CustomerID: { read: (row) => row.customerID },
    PointAccountID: { read: (row) => row.pointAccountID },
    PointBalance: { kind: "money", read: (row) => row.balanceUnits },
  },
});

function* balanceRows({ company, upTo, afterKey }: Reading): Iterable<BalanceRow> {
  const late = movementsAfter(company, upTo);
  const { customers, pointAccounts, balanceUnits } = company;
  for (let index = firstIndexAfter(customers, afterKey, (row) => row.customerID); ; index += 1) {
    const customer = customers[index];
    if (customer === undefined) return;
    for (const { pointAccountID } of pointAccounts) {
      const key = balanceKey(pointAccountID, customer.customerID);
      const units = balanceUnits[key];
      if (units === undefined) continue;
      yield { customerID: customer.customerID, pointAccountID, balanceUnits: units - (late.get(key) ?? 0) };
    }
  }
}

/** What moved since then, by balance: the reporting side does not know of it yet. */
function movementsAfter({ pointTransactions }: Company, upTo: string): Map<string, number> {
  const late = new Map<string, number>();
  for (let index = pointTransactions.length - 1; index >= 0; index -= 1) {
    const row = pointTransactions[index];
    if (row === undefined || row.transactionDate <= upTo) break;
    const key = balanceKey(row.pointAccountID, row.customerID);
    late.set(key, (late.get(key) ?? 0) + row.amountUnits);
  }
  return late;
}
