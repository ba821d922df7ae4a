import { createShopifyStorefront } from "#adapters/shopify/storefront";
import type { AdminClient } from "#adapters/shopify/admin-client";
import type { DeliveryPolicy } from "#core/sync";
import { deliverIntentJob } from "#jobs/deliver-intent";
import { deliverIntent } from "#usecases/deliver-intent";
import type { DeliverIntentInput } from "#usecases/deliver-intent";
import { createPlaces } from "#usecases/places";
import type { Wiring } from "#wiring";

/** Carries out point and balance writes, no more at once than the configuration says, whoever asks for them. */
export function createIntentDelivery(
  { adapters, config, reportFailure }: Wiring,
  admin: AdminClient,
  policy: DeliveryPolicy,
) {
  const ports = {
    ...adapters,
    storefront: createShopifyStorefront(admin),
    jitter: Math.random,
    onFailure: ({ id, kind }: { id: number; kind: string }, failure: unknown) =>
      reportFailure("intent_failed", failure, { id, kind }),
  };
  const places = createPlaces(config.DELIVERY_CONCURRENCY);
  const deliver = (intent: DeliverIntentInput) => places.run(() => deliverIntent(ports, intent, policy));
  return {
    deliverIntent: deliver,
    /** Carries out here what this process's entries owe, while there is room, until `signal` is aborted. */
    deliverOwn(signal: AbortSignal): void {
      adapters.owedIntents.takeHere((intent) => {
        if (signal.aborted || !places.hasRoom()) return false;
        deliver(intent).catch((failure: unknown) =>
          reportFailure("job_failed", failure, { job: deliverIntentJob.name, ...intent }),
        );
        return true;
      });
    },
    /** Resolves once no write is under way. */
    deliveriesEnded: places.idle,
  };
}
