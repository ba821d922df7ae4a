import { BlockStack, Button, Card, Text } from "@shopify/polaris";

import { CardHeading } from "../card-heading.tsx";
import { counted, isUnderWay, RereadProgressBar } from "./reread-progress.tsx";
import type { RereadView } from "./reread-progress.tsx";

interface CustomersCardProps {
  readonly imported: RereadView | null;
  /** Customers that came by re-reading in the last day. */
  readonly foundLastDay: number;
  readonly isBusy: boolean;
  readonly onImport: () => void;
  readonly onStop: (run: RereadView) => void;
}

/** Customers: the import of all of them. */
export function CustomersCard({ imported, foundLastDay, isBusy, onImport, onStop }: CustomersCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        <CardHeading
          title="Customers"
          action={
            <Button onClick={onImport} loading={isBusy} disabled={isUnderWay(imported)}>
              Import all customers
            </Button>
          }
        >
          Customers become members when they change or buy. The import makes members of all of them at once;
          doing it again changes nothing.
        </CardHeading>
        {foundLastDay === 0 ? null : (
          <Text as="p">{counted(foundLastDay, "customer")} came by re-reading in the last day.</Text>
        )}
        {imported ? (
          <RereadProgressBar
            run={imported}
            noun="customer"
            news="new or changed"
            onStop={() => onStop(imported)}
          />
        ) : null}
      </BlockStack>
    </Card>
  );
}
