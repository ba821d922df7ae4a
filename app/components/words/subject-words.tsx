import type { SyncSubject } from "#core/reading";

/** What a step is about, in one line without links. */
export function subjectWords(subject: SyncSubject): string {
  switch (subject.kind) {
    case "order":
      return subject.name ?? `Order ${subject.orderId}`;
    case "member":
      return subject.name ?? `Member ${subject.memberId}`;
    case "product":
      return subject.sku === null ? subject.title : `${subject.title} (${subject.sku})`;
    case "item":
      return subject.description === null
        ? `Item ${subject.itemCode}`
        : `${subject.description} (${subject.itemCode})`;
    case "location":
      return `Location ${subject.locationId}`;
    case "unknown":
      return subject.document;
  }
}
