import { randomBytes } from "node:crypto";

import { createExigoClient } from "#adapters/exigo/client";
import { createMysqlCatalogTurns } from "#adapters/mysql/catalog-turns";
import { createMysqlDocuments } from "#adapters/mysql/documents";
import { createMysqlExigoConnections } from "#adapters/mysql/exigo-connections";
import { createMysqlExigoItems } from "#adapters/mysql/exigo-items";
import { createMysqlItemLinks } from "#adapters/mysql/item-links";
import { createMysqlShipments, createMysqlUnitsOnTheWay } from "#adapters/mysql/shipments";
import { createMysqlStockAgreements } from "#adapters/mysql/stock-agreements";
import { createShopCatalog } from "#adapters/shopify/shop-catalog";
import { createSealing } from "#adapters/system/sealing";
import { DEFAULT_EXIGO_SETUP } from "#core/exigo";
import type { ExigoCatalogSetup, ExigoItemsSetup } from "#core/exigo";
import { DEFAULT_DELIVERY_POLICY } from "#core/sync";
import type { DocumentKind } from "#core/sync";
import type { CatalogTask } from "#core/catalog";
import { applyProductDeletion, applyProductEvent } from "#usecases/apply-product-event";
import { deliverDocument } from "#usecases/deliver-document";
import { workOnCatalog } from "#usecases/work-on-catalog";

import { carryOutStep } from "../../app/usecases/documents/steps.ts";
import type { DocumentPorts } from "../../app/usecases/documents/steps.ts";
import { startExigoSimulator } from "../../simulators/exigo/server.ts";
import { callExigo } from "./call-exigo.ts";
import { createShopWorld, SHOP } from "./shop-world.ts";

export type CatalogWorld = Awaited<ReturnType<typeof createCatalogWorld>>;

/** No package is quiet for long here: tests let time go by themselves. */
const POLICY = { ...DEFAULT_DELIVERY_POLICY, quietMs: 30_000 };
export const WAREHOUSE = 1;

/** A shop and an Exigo, both simulated over real sockets, with a real database between them. */
export async function createCatalogWorld() {
  const world = await createShopWorld();
  const { database, ports } = world;
  const exigo = await startExigoSimulator();
  const { programId, shopId } = await world.install(SHOP);
  const sealing = createSealing([{ id: "test", key: randomBytes(32) }]);
  const woken: number[] = [];
  const faults: unknown[] = [];
  const adapters = {
    ...ports,
    shopCatalog: createShopCatalog(world.adminClient({ patienceMs: 1_000 })),
    exigoCatalog: createExigoClient({ allowLoopback: true, timeoutMs: 2_000 }),
    exigoConnections: createMysqlExigoConnections(database, sealing),
    itemLinks: createMysqlItemLinks(database),
    exigoItems: createMysqlExigoItems(database),
    catalogTurns: createMysqlCatalogTurns(database, { host: "test", pid: 1 }),
    shipments: createMysqlShipments(database),
    unitsOnTheWay: createMysqlUnitsOnTheWay(database),
    stockAgreements: createMysqlStockAgreements(database),
    documents: createMysqlDocuments(database, { host: "test", pid: 1, leaseSeconds: 30 }),
    wakeUp: { document: (_: number, id: number) => Promise.resolve(void woken.push(id)) },
    jitter: () => 0,
    onFailure: (_: unknown, failure: unknown) => void faults.push(failure),
  };
  const call = (target: string, body: object) => callExigo(exigo.url, target, body);
  const location = () => String(world.simulator.store.shop(SHOP)?.id);
  const configure = async (
    catalog: Partial<ExigoCatalogSetup> = {},
    codes: string[] = [],
    items: Partial<ExigoItemsSetup> = {},
  ) => {
    const shop = {
      ...{ shopId, currencyCode: "usd", priceType: 1, prices: true, stock: true, fulfilment: true },
      priceWarehouseId: WAREHOUSE,
      locations: [{ warehouseId: WAREHOUSE, locationId: location() }],
    };
    await adapters.exigoConnections.save({
      ...{
        programId,
        baseUrl: `${exigo.url}/3.0`,
        company: "demo",
        loginName: "api",
        password: "demo-password",
      },
      ...{ pointAccountId: 1, driftPolicy: "adopt", driftLimitMinor: 1_000, pollSeconds: 5 },
      ...{ historyUrl: `${exigo.url}/4.0/demo/model`, historyLagSeconds: 300 },
      setup: {
        ...DEFAULT_EXIGO_SETUP,
        items: { ...DEFAULT_EXIGO_SETUP.items, codes, ...items },
        catalog: { ...DEFAULT_EXIGO_SETUP.catalog, shops: [shop], difference: "put_back", ...catalog },
      },
    });
  };
  await configure();
  const { customerID } = await call("POST /customers", { firstName: "Ann", customerType: 1 });
  const exigoCustomerId = Number(customerID);
  /** Told to the app so far, of what Shopify says by itself and of what the app's own writes bring about. */
  let told = 0;

  return {
    ...world,
    programId,
    shopId,
    exigo,
    exigoCustomerId,
    adapters,
    exigoFaults: faults,
    configure,
    location,
    callExigo: call,
    /** An item with a price and stock in the first warehouse. */
    async addItem(
      itemCode: string,
      {
        price = "10",
        stock = 100,
        ...fields
      }: { price?: string; stock?: number } & Record<string, unknown> = {},
    ) {
      await call("POST /item", { itemCode, description: `Item ${itemCode}`, weight: "1", ...fields });
      await call("PUT /item/price", { itemCode, currencyCode: "usd", priceType: 1, price });
      await call("PUT /item/warehouse", {
        itemCode,
        warehouseID: WAREHOUSE,
        isAvailable: true,
        itemManageTypeID: 1,
      });
      if (stock !== 0)
        await call("PUT /warehouse/inventory", { warehouseID: WAREHOUSE, itemCode, quantity: stock });
    },
    setPrice: (itemCode: string, price: string) =>
      call("PUT /item/price", { itemCode, currencyCode: "usd", priceType: 1, price }),
    /** Adds units to Exigo's stock; negative takes them. */
    adjustStock: (itemCode: string, quantity: number) =>
      call("PUT /warehouse/inventory", { warehouseID: WAREHOUSE, itemCode, quantity }),
    /** A product with one variant, told to the app. */
    async addProduct(sku: string | null, fields: { price?: string; title?: string; units?: number } = {}) {
      const { price = "10.00", title = `Product ${sku}`, units = 100 } = fields;
      const variants = [{ price, sku, inventoryQuantity: units }];
      const product = world.shopify.createProduct({ shop: SHOP, title, handle: `${title}-${sku}`, variants });
      await this.tell();
      const [variant] = product.variants;
      if (!variant) throw new Error("the test's product has a variant");
      return { product, variant, variantId: String(variant.id) };
    },
    /** Delivers products' webhooks: those of people in the admin and those that the app's own writes caused. */
    async tell(): Promise<void> {
      const own = world.simulator.store.state.deliveries.slice(told);
      told += own.length;
      const events = [
        ...world.events.splice(0),
        ...own.map(({ shop, topic, body }) => ({ shop, topic, payload: JSON.parse(body) as unknown })),
      ];
      for (const { shop, topic, payload } of events) {
        const event = { shopDomain: shop, body: JSON.stringify(payload) };
        if (topic === "products/delete") await applyProductDeletion(adapters, event);
        else if (topic.startsWith("products/")) await applyProductEvent(adapters, event);
        else await world.deliver({ shop, topic, payload });
      }
    },
    /** Takes these turns now, whenever they are due; all of them without a name. */
    async compare(...tasks: CatalogTask[]): Promise<void> {
      const { signal } = new AbortController();
      await adapters.catalogTurns.ensure();
      const later =
        "UPDATE catalog_turn SET due_at = UTC_TIMESTAMP(3) + INTERVAL IF(?, -1, 60) MINUTE WHERE task = ?";
      for (const task of ["products", "items", "prices", "stock", "shipments"])
        await database.pool.query(later, [tasks.length === 0 || tasks.includes(task as CatalogTask), task]);
      await workOnCatalog(adapters, { limit: 20, signal });
    },
    /** Carries out every step that is due. */
    async deliverSteps(): Promise<void> {
      const engine = {
        ...adapters,
        carryOut: (parts: object, step: Parameters<typeof carryOutStep>[1], policy: typeof POLICY) =>
          // why: steps of orders are not carried out here, so their ports are not needed.
          carryOutStep({ ...adapters, ...parts } as unknown as DocumentPorts, step, policy),
      };
      for (const step of await adapters.documents.findDue(200)) await deliverDocument(engine, step, POLICY);
    },
    /** Lets time go by for steps that wait. */
    async letStepsPass(seconds: number): Promise<void> {
      await database.pool.query(
        `UPDATE document_intent SET due_at = due_at - INTERVAL ? SECOND, sent_at = sent_at - INTERVAL ? SECOND,
                lease_until = lease_until - INTERVAL ? SECOND`,
        [seconds, seconds, seconds],
      );
    },
    /** Steps of a kind, oldest first. */
    steps: (kind: DocumentKind): Promise<{ state: string; last_error: string | null; step_key: string }[]> =>
      database.pool.query(
        "SELECT state, last_error, step_key FROM document_intent WHERE program_id = ? AND kind = ? ORDER BY id",
        [programId, kind],
      ),
    /** How the shop stands: price and units of a variant. */
    inShop(variantId: string) {
      const variant = world.simulator.store
        .productsOf(SHOP)
        .flatMap(({ variants }) => variants)
        .find(({ id }) => String(id) === variantId);
      return { price: variant?.price, units: variant?.inventoryQuantity };
    },
    /** An order that the app knows and has delivered to Exigo; gives both numbers. */
    async addDeliveredOrder(lines: { variantId: string; itemCode: string; quantity: number }[]) {
      const order = world.shopify.placeOrder({
        ...{ shop: SHOP, customerId: null, email: "ann@example.com", pay: true },
        lines: lines.map(({ variantId, quantity }) => ({ variantId: Number(variantId), quantity })),
      });
      await this.tell();
      const made = await call("POST /orders", {
        ...{
          customerID: exigoCustomerId,
          orderStatus: 7,
          orderDate: "2026-11-21 08:00:00",
          currencyCode: "usd",
        },
        ...{ warehouseID: WAREHOUSE, shipMethodID: 6, priceType: 1, orderType: 11 },
        ...{ state: "TX", country: "US", city: "Dallas", zip: "75201", address1: "1 Main" },
        details: lines.map(({ itemCode, quantity }, index) => ({
          ...{ itemCode, quantity, reference1: String(order.lines[index]?.id) },
        })),
      });
      await database.pool.query(
        `INSERT INTO document_intent (program_id, mirror, document, kind, step_key, shop_id, content, state, due_at,
                                      remote_ref, created_at, finished_at)
         SELECT program_id, mirror, ?, 'exigo.order', ?, ?, '{}', 'confirmed', UTC_TIMESTAMP(3), ?,
                UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)
           FROM exigo_connection WHERE program_id = ?`,
        [
          ...[`order/${shopId}/${order.id}`, `order/${shopId}/${order.id}/create`, shopId],
          ...[String(made.orderID), programId],
        ],
      );
      return { order, exigoOrderId: Number(made.orderID) };
    },
    /** Exigo ships an order. */
    ship: (exigoOrderId: number, fields: Record<string, unknown> = {}) =>
      call("PATCH /orders", {
        orderID: exigoOrderId,
        orderStatus: 9,
        webCarrierID: 3,
        trackingNumber1: `1Z${exigoOrderId}`,
        ...fields,
      }),
    async close(): Promise<void> {
      await exigo.close();
      await world.close();
    },
  };
}
