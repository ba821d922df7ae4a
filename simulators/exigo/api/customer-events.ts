import type { RequestInput } from "../http/request-input.ts";
import { formatWithOffset } from "../values/central-time.ts";
import type { CustomerEventRow } from "../state/reporting.ts";
import { customerById } from "../state/company.ts";
import type { Operation, OperationContext } from "./operation.ts";
import { requireCustomer } from "./operation.ts";

export const customerEventOperations: readonly Operation[] = [
  {
    name: "DequeueCustomerEvents",
    method: "POST",
    path: "/customers/events",
    writes: true,
    run: dequeueEvents,
  },
];

const MOST_EVENTS = 100;

/** Takes the oldest events out of the one queue that the company has: an answer that is lost loses them. */
function dequeueEvents({ company }: OperationContext): Record<string, unknown> {
  const events = company.customerEvents.splice(0, MOST_EVENTS);
  return {
    customerEvents: events.map((event) => ({
      ...event,
      customerKey: customerById(company, event.customerID)?.customerKey ?? null,
      eventDate: formatWithOffset(event.eventDate),
    })),
  };
}

/** Puts an event into the queue, of whatever kind the company has. */
export function raiseEvent(context: OperationContext, input: RequestInput): CustomerEventRow {
  const { customerID } = requireCustomer(context, input);
  const fields = input.objects("fields").map((field) => ({
    name: field.requiredText("name"),
    value: field.requiredInteger("value"),
  }));
  return addEvent(context, {
    customerID,
    eventDescription: input.requiredText("eventDescription"),
    fields,
  });
}

/** What a change of a customer raises, where the company has such events. */
export function raiseCustomerEvent(
  context: OperationContext,
  customerID: number,
  eventDescription: string,
): void {
  if (context.settings.customerEvents === "none") return;
  addEvent(context, {
    customerID,
    eventDescription,
    fields: [{ name: "CustomerID", value: customerID }],
  });
}

function addEvent(
  { company, now }: OperationContext,
  event: Omit<CustomerEventRow, "eventID" | "eventDate">,
): CustomerEventRow {
  const row = { eventID: company.nextEventID, eventDate: now, ...event };
  company.nextEventID += 1;
  company.customerEvents.push(row);
  return row;
}
