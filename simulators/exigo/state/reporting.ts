/** Something that happened to a customer. Its fields are ids and nothing else. */
export interface CustomerEventRow {
  eventID: number;
  customerID: number;
  eventDescription: string;
  eventDate: string;
  fields: { name: string; value: number }[];
}

/** A report that the company has made for itself: one table of the reporting side under a number. */
export interface ReportRow {
  reportID: number;
  description: string;
  /** The name of the table, such as `Items`. */
  table: string;
}

/** The reports that every company of the simulator starts with. */
export function firstReports(): ReportRow[] {
  return [
    { reportID: 1, description: "Items", table: "Items" },
    { reportID: 2, description: "Point transactions", table: "PointTransactions" },
    { reportID: 3, description: "Point balances", table: "CustomerPointAccounts" },
    { reportID: 4, description: "Orders", table: "Orders" },
  ];
}
