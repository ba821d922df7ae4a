import { redirect } from "@remix-run/node";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";

export const meta: MetaFunction = () => [{ title: "Hybrid Credits" }];

/** Shopify Admin opens an app at its root; everybody else came here by themselves. */
export function loader({ request }: LoaderFunctionArgs): Response | null {
  const { search, searchParams } = new URL(request.url);
  return searchParams.has("shop") ? redirect(`/app${search}`) : null;
}

export default function Landing() {
  return (
    <main style={{ maxWidth: "36rem", margin: "15vh auto", padding: "0 1.5rem", fontFamily: "sans-serif" }}>
      <h1>Hybrid Credits</h1>
      <p>
        Credits for your customers: earned by buying, kept in a double-entry ledger, and always equal with
        Exigo.
      </p>
      <p>
        The app lives in Shopify Admin. Open it there under <strong>Apps</strong>, or{" "}
        <a href="/auth/login">open it for your store</a>.
      </p>
    </main>
  );
}
