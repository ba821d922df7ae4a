import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { AppProvider, BlockStack, Button, Card, FormLayout, Page, Text, TextField } from "@shopify/polaris";
import polarisTranslations from "@shopify/polaris/locales/en.json";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { useState } from "react";

import { login } from "#shopify";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export const meta: MetaFunction = () => [{ title: "Open Hybrid Credits" }];

type LoginError = "missing" | "invalid" | null;

/** Sends the merchant to their own admin; stays here, saying why, when the shop's address does not read as one. */
async function openShop(request: Request): Promise<{ error: LoginError }> {
  const { shop } = await login(request);
  if (!shop) return { error: null };
  return { error: shop === "MISSING_SHOP" ? "missing" : "invalid" };
}

export function loader({ request }: LoaderFunctionArgs): Promise<{ error: LoginError }> {
  return openShop(request);
}

export function action({ request }: ActionFunctionArgs): Promise<{ error: LoginError }> {
  return openShop(request);
}

const words = {
  missing: "Enter your store's address",
  invalid: "This is no address of a Shopify store. It looks like my-store.myshopify.com",
};

export default function Login() {
  const fromLoader = useLoaderData<typeof loader>();
  const { error } = useActionData<typeof action>() ?? fromLoader;
  const [shop, setShop] = useState("");
  return (
    <AppProvider i18n={polarisTranslations}>
      <Page narrowWidth>
        <Card>
          <Form method="post">
            <BlockStack gap="400">
              <Text as="h1" variant="headingLg">
                Open Hybrid Credits
              </Text>
              <FormLayout>
                <TextField
                  type="text"
                  name="shop"
                  label="Store address"
                  helpText="For example my-store.myshopify.com"
                  value={shop}
                  onChange={setShop}
                  autoComplete="on"
                  error={error === null ? false : words[error]}
                />
                <Button submit variant="primary">
                  Continue to Shopify
                </Button>
              </FormLayout>
            </BlockStack>
          </Form>
        </Card>
      </Page>
    </AppProvider>
  );
}
