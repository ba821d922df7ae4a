import type { Company } from "../state/company.ts";
import { balanceKey } from "../state/company.ts";
import type { Simulator } from "../state/simulator.ts";
import { formatWithOffset } from "../values/central-time.ts";
import { formatDecimal } from "../values/decimal.ts";

/** What the simulator holds of customers and points, for tests: amounts as decimal texts, passwords left out. */
export function showState(simulator: Simulator): object {
  return {
    down: simulator.down,
    settings: simulator.settings,
    timing: simulator.timing,
    faults: simulator.faults.list(),
    companies: simulator.saved.companies.map(showCompany),
  };
}

function showCompany(company: Company): object {
  return {
    companyKey: company.key,
    logins: company.logins.map(({ login }) => login),
    pointAccounts: company.pointAccounts,
    customers: company.customers.map((row) => ({
      customerID: row.customerID,
      customerKey: row.customerKey,
      ...row.columns,
      balances: company.pointAccounts.map(({ pointAccountID }) => ({
        pointAccountID,
        balance: formatDecimal(company.balanceUnits[balanceKey(pointAccountID, row.customerID)] ?? 0),
      })),
    })),
    items: company.items.map(({ itemCode, columns, warehouses }) => ({ itemCode, ...columns, warehouses })),
    orders: company.orders.map(({ columns, ...order }) => ({ ...columns, ...order })),
    payments: company.payments,
    pointTransactions: company.pointTransactions.map(({ amountUnits, ...row }) => ({
      ...row,
      transactionDate: formatWithOffset(row.transactionDate),
      amount: formatDecimal(amountUnits),
    })),
  };
}
