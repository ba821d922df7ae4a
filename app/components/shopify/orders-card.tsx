import { BlockStack, Button, Card, Link, List, Text, TextField } from "@shopify/polaris";

import { Moment } from "../moment.tsx";
import { counted, isUnderWay, RereadProgressBar } from "./reread-progress.tsx";
import type { RereadView } from "./reread-progress.tsx";

/** Something that was read and could not be applied. */
export interface RefusedFind {
  readonly objectId: string;
  readonly reason: string | null;
}

interface OrdersCardProps {
  readonly routine: RereadView | null;
  readonly requested: RereadView | null;
  /** Orders that came by re-reading in the last day. */
  readonly foundLastDay: number;
  readonly refusals: readonly RefusedFind[];
  readonly shopDomain: string;
  readonly since: string;
  /** The newest day that may be chosen. */
  readonly today: string;
  readonly error: string | null;
  readonly isBusy: boolean;
  readonly onSince: (day: string) => void;
  readonly onRead: () => void;
  readonly onStop: (run: RereadView) => void;
}

const SHOWN_DAYS = 60;

/** Orders: what came by re-reading, and the button that reads them again. */
export function OrdersCard(props: OrdersCardProps) {
  const { routine, requested, foundLastDay, refusals, since, today, error, isBusy, onSince, onRead } = props;
  const underWay = isUnderWay(requested);
  return (
    <Card>
      <BlockStack gap="400">
        <Heading routine={routine} foundLastDay={foundLastDay} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            onRead();
          }}
        >
          <BlockStack gap="200">
            <div style={{ maxWidth: "22rem" }}>
              <TextField
                label="Read orders again since"
                type="date"
                value={since}
                onChange={onSince}
                max={today}
                autoComplete="off"
                disabled={underWay}
                connectedRight={
                  <Button submit size="large" loading={isBusy} disabled={underWay}>
                    Read again
                  </Button>
                }
                {...(error ? { error } : {})}
              />
            </div>
            <Text as="p" tone="subdued" variant="bodySm">
              Shopify shows the app orders of the last {SHOWN_DAYS} days. For older ones the app needs the
              permission read_all_orders, which Shopify grants on request.
            </Text>
          </BlockStack>
        </form>
        {requested ? (
          <RereadProgressBar
            run={requested}
            noun="order"
            news="with news"
            onStop={() => props.onStop(requested)}
          />
        ) : null}
        {refusals.length > 0 ? <Refusals refusals={refusals} shopDomain={props.shopDomain} /> : null}
      </BlockStack>
    </Card>
  );
}

/** What came by re-reading, and when that was last. */
function Heading({ routine, foundLastDay }: Pick<OrdersCardProps, "routine" | "foundLastDay">) {
  return (
    <BlockStack gap="100">
      <Text as="h2" variant="headingMd">
        Orders
      </Text>
      <Text as="p" tone="subdued">
        The app reads changed orders again and again, and so finds what no webhook told. An order that is read
        twice is counted once.
      </Text>
      <Text as="p">
        {foundLastDay === 0
          ? "In the last day every order came by its webhook."
          : `${counted(foundLastDay, "order")} came by re-reading in the last day.`}
        {routine?.finishedAt ? (
          <>
            {" "}
            Last read <Moment at={routine.finishedAt} />.
          </>
        ) : null}
      </Text>
      {routine?.lastError ? (
        <Text as="p" tone="critical">
          The last reading failed ({routine.lastError}). It is tried again by itself.
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Refusals({ refusals, shopDomain }: { refusals: readonly RefusedFind[]; shopDomain: string }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        Could not be taken in
      </Text>
      <List>
        {refusals.map(({ objectId, reason }) => (
          <List.Item key={objectId}>
            <Link url={`https://${shopDomain}/admin/orders/${objectId}`} target="_blank">
              Order {objectId}
            </Link>
            : {reason ?? "no reason was given"}
          </List.Item>
        ))}
      </List>
    </BlockStack>
  );
}
