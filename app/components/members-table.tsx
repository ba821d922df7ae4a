import { BlockStack, IndexTable, Link, Text, useBreakpoints } from "@shopify/polaris";

import type { MemberRow } from "#core/reading";

import { Moment } from "./moment.tsx";
import { Credits } from "./unit.tsx";

interface MembersTableProps {
  readonly rows: readonly MemberRow[];
  readonly isLoading: boolean;
  /** Addresses of the neighbouring pages; null: there is none. */
  readonly previousUrl: string | null;
  readonly nextUrl: string | null;
}

/** How a member is called where nothing better is known. */
export function memberName({
  name,
  email,
  memberId,
}: Pick<MemberRow, "name" | "email" | "memberId">): string {
  return name ?? email ?? `Member ${memberId}`;
}

/** Members with their balances, those with the newest movement first. */
export function MembersTable({ rows, isLoading, previousUrl, nextUrl }: MembersTableProps) {
  const { smDown } = useBreakpoints();
  return (
    <IndexTable
      condensed={smDown}
      selectable={false}
      loading={isLoading}
      resourceName={{ singular: "member", plural: "members" }}
      itemCount={rows.length}
      headings={[
        { title: "Member" },
        { title: "Available", alignment: "end" },
        { title: "Pending", alignment: "end" },
        { title: "Held", alignment: "end" },
        { title: "Last movement", alignment: "end" },
      ]}
      emptyState={<NothingFound />}
      pagination={{
        hasPrevious: previousUrl !== null,
        hasNext: nextUrl !== null,
        ...(previousUrl === null ? {} : { previousURL: previousUrl }),
        ...(nextUrl === null ? {} : { nextURL: nextUrl }),
      }}
    >
      {rows.map((row, index) => (
        <MemberLine key={row.memberId} row={row} position={index} isNarrow={smDown} />
      ))}
    </IndexTable>
  );
}

function MemberLine({ row, position, isNarrow }: { row: MemberRow; position: number; isNarrow: boolean }) {
  const link = (
    <Link dataPrimaryLink removeUnderline monochrome url={`/app/members/${row.memberId}`}>
      <Text as="span" fontWeight="semibold">
        {memberName(row)}
      </Text>
    </Link>
  );
  if (isNarrow) {
    return (
      <IndexTable.Row id={String(row.memberId)} position={position}>
        <div style={{ padding: "var(--p-space-300) var(--p-space-400)", width: "100%" }}>
          <BlockStack gap="100">
            {link}
            {row.name && row.email ? (
              <Text as="span" tone="subdued" breakWord>
                {row.email}
              </Text>
            ) : null}
            <Credits amountMinor={row.availableMinor} />
          </BlockStack>
        </div>
      </IndexTable.Row>
    );
  }
  return (
    <IndexTable.Row id={String(row.memberId)} position={position}>
      <IndexTable.Cell>
        <BlockStack>
          {link}
          {row.name && row.email ? (
            <Text as="span" tone="subdued">
              {row.email}
            </Text>
          ) : null}
        </BlockStack>
      </IndexTable.Cell>
      {[row.availableMinor, row.pendingMinor, row.heldMinor].map((amountMinor, column) => (
        <IndexTable.Cell key={column}>
          <Text as="p" alignment="end">
            <Credits bare amountMinor={amountMinor} />
          </Text>
        </IndexTable.Cell>
      ))}
      <IndexTable.Cell>
        <Text as="p" alignment="end">
          {row.lastEntryAt === null ? "–" : <Moment at={row.lastEntryAt} />}
        </Text>
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

function NothingFound() {
  return (
    <BlockStack gap="100" inlineAlign="center">
      <Text as="h2" variant="headingMd">
        No member found
      </Text>
      <Text as="p" tone="subdued">
        The search looks at the start of first name, last name and email, or at a whole Exigo customer number.
      </Text>
    </BlockStack>
  );
}
