import type { LoaderFunctionArgs } from "@remix-run/node";

import { authenticate } from "#shopify";

/** The library's own pages (session token bounce, leaving the frame) answer by being thrown. */
export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  await authenticate.admin(request);
  return null;
}
