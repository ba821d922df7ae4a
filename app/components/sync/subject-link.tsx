import { Link } from "@shopify/polaris";
import { createContext, useContext } from "react";

import type { SyncSubject } from "#core/reading";

import { subjectWords } from "../words/subject-words.tsx";

/** The shop whose admin the page is shown in; a program may have others. */
export const ShopDomain = createContext("");

/** What a step is about, by its name, with the way to it. */
export function SubjectLink({ subject }: { readonly subject: SyncSubject }) {
  const ownDomain = useContext(ShopDomain);
  const words = subjectWords(subject);
  if (subject.kind === "member") return <Link url={`/app/members/${subject.memberId}`}>{words}</Link>;
  if (subject.kind === "item")
    return <Link url={`/app/items?state=all&search=${encodeURIComponent(subject.itemCode)}`}>{words}</Link>;
  const page = pageOf(subject);
  if (page === null || !("shopDomain" in subject) || subject.shopDomain === null) return words;
  const admin = subject.shopDomain === ownDomain ? "shopify://admin" : `https://${subject.shopDomain}/admin`;
  return (
    <Link url={`${admin}/${page}`} target="_blank">
      {words}
    </Link>
  );
}

/** Where Shopify Admin shows it; null: nowhere. */
function pageOf(subject: SyncSubject): string | null {
  switch (subject.kind) {
    case "order":
      return `orders/${subject.orderId}`;
    case "product":
      return subject.productId === null ? null : `products/${subject.productId}`;
    case "location":
      return `settings/locations/${subject.locationId}`;
    case "member":
    case "item":
    case "unknown":
      return null;
  }
}
