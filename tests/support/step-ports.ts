import { createExigoClient } from "#adapters/exigo/client";
import { createMysqlCustomerAgreements } from "#adapters/mysql/customer-agreements";
import { openDatabase } from "#adapters/mysql/database";
import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlExigoItems } from "#adapters/mysql/exigo-items";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlMembers } from "#adapters/mysql/members";
import { createMysqlOrders } from "#adapters/mysql/orders";
import { createMysqlPrograms } from "#adapters/mysql/programs";
import { createMysqlShipments, createMysqlUnitsOnTheWay } from "#adapters/mysql/shipments";
import { createMysqlStockAgreements } from "#adapters/mysql/stock-agreements";
import { createAdminClient } from "#adapters/shopify/admin-client";
import { createShopifyOrderAddresses } from "#adapters/shopify/order-address";
import { createShopCatalog } from "#adapters/shopify/shop-catalog";
import { createShopCustomers } from "#adapters/shopify/shop-customers";
import { createKeyedDigest } from "#adapters/system/keyed-digest";
import { createSealing } from "#adapters/system/sealing";

import { SHOPIFY_API_VERSION } from "../../app/shopify-api-version.ts";

/** Where a process that carries out steps finds what it needs; plain values, so that it can be told to another one. */
export interface StepPlace {
  readonly databaseUrl: string;
  /** The sealing key in hexadecimal. */
  readonly key: string;
  /** The shop's simulator and an access token for its only shop. */
  readonly shopUrl: string;
  readonly shopToken: string;
  readonly pid: number;
}

export type StepPorts = ReturnType<typeof openStepPorts>;

const LEASE_SECONDS = 30;

/** All that the steps of documents need, on a real database and over real sockets. */
export function openStepPorts({ databaseUrl, key, shopUrl, shopToken, pid }: StepPlace) {
  const database = openDatabase({ url: databaseUrl, connections: 24 });
  const claimant = { host: "test", pid, leaseSeconds: LEASE_SECONDS };
  const keys = [{ id: "test", key: Buffer.from(key, "hex") }];
  const digest = createKeyedDigest(keys, "customer-agreement");
  const admin = createAdminClient({
    patienceMs: 5_000,
    withLock: (_name, work) => work(),
    open: (shopDomain) =>
      Promise.resolve({
        async graphql(query, { variables }) {
          const address = `${shopUrl}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`;
          const answer = await fetch(address, {
            method: "POST",
            headers: {
              "content-type": "application/json",
              "x-shopify-access-token": shopToken,
              "x-simulated-host": shopDomain,
            },
            body: JSON.stringify({ query, variables }),
          });
          if (!answer.ok) throw new Error(`the shop answered ${answer.status}`);
          return { json: () => answer.json() as Promise<unknown> };
        },
      }),
  });
  const client = createExigoClient({ allowLoopback: true, timeoutMs: 5_000 });
  const members = createMysqlMembers(database);
  const adapters = {
    documents: createMysqlDocuments(database, claimant),
    orders: createMysqlOrders(database),
    members,
    programs: createMysqlPrograms(database),
    itemLinks: createMysqlItemLinks(database),
    exigoItems: createMysqlExigoItems(database),
    shipments: createMysqlShipments(database),
    unitsOnTheWay: createMysqlUnitsOnTheWay(database),
    stockAgreements: createMysqlStockAgreements(database),
    customerAgreements: createMysqlCustomerAgreements(database),
    exigoConnections: createMysqlExigoConnections(database, createSealing(keys)),
    exigo: client,
    exigoCatalog: client,
    shopCatalog: createShopCatalog(admin),
    shopCustomers: createShopCustomers(admin),
    orderAddresses: createShopifyOrderAddresses(admin),
  };
  return {
    ...{ database, adapters },
    digest: (text: string) => digest(text).toString("hex"),
    jitter: () => 0,
  };
}
