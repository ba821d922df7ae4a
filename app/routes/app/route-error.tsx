import { isRouteErrorResponse, useRevalidator, useRouteError } from "@remix-run/react";

import { PageError } from "#components/page-error";

/**
 * The error boundary of every admin page. The Shopify library answers some requests by throwing a page of its own
 * (it fetches a session token or leaves the frame), which must be shown as it is.
 */
export function RouteError() {
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const page: unknown = isRouteErrorResponse(error) ? error.data : null;
  if (status < 400 && typeof page === "string") return <div dangerouslySetInnerHTML={{ __html: page }} />;
  return <PageError status={status} onRetry={revalidate} />;
}
