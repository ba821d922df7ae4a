import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData, useNavigation, useSearchParams, useSubmit } from "@remix-run/react";
import { Box, Card, EmptyState, Page, Tag, Text } from "@shopify/polaris";
import { useState } from "react";
import { z } from "zod";

import { MemberSearch } from "#components/member-search";
import { MembersTable } from "#components/members-table";
import { getWiring } from "#wiring";

import { authenticateStaff } from "./app/staff-request.server.ts";

export { RouteError as ErrorBoundary } from "./app/route-error.tsx";

const PAGE_SIZE = 25;

const queryOf = z.object({
  search: z.string().trim().max(100).catch(""),
  /** A customer's tag; empty: all members. */
  tag: z.string().trim().max(255).catch(""),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const query = queryOf.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { reports } = getWiring().adapters;
  const { rows, hasMore } = await reports.members(program.programId, { ...query, pageSize: PAGE_SIZE });
  return { rows, hasMore, ...query };
}

export default function MembersPage() {
  const { rows, hasMore, search, tag, page } = useLoaderData<typeof loader>();
  const [searchParams] = useSearchParams();
  const isLoading = useNavigation().state === "loading";
  const pageUrl = (number: number): string => {
    const next = new URLSearchParams(searchParams);
    next.set("page", String(number));
    return `?${next.toString()}`;
  };
  const isEmpty = rows.length === 0 && search === "" && tag === "" && page === 1;
  return (
    <Page title="Members">
      {isEmpty ? (
        <Card>
          <EmptyState heading="Members appear here by themselves" image="">
            <Text as="p">
              A customer becomes a member with the first order or customer event that Shopify sends. There is
              nothing to import.
            </Text>
          </EmptyState>
        </Card>
      ) : (
        <Card padding="0">
          <SearchForm key={`${search} ${tag}`} search={search} tag={tag} isLoading={isLoading} />
          <MembersTable
            rows={rows}
            isLoading={isLoading}
            previousUrl={page > 1 ? pageUrl(page - 1) : null}
            nextUrl={hasMore ? pageUrl(page + 1) : null}
          />
        </Card>
      )}
    </Page>
  );
}

/** The search stands in the address, so a page can be shared and the back button works. */
function SearchForm({ search, tag, isLoading }: { search: string; tag: string; isLoading: boolean }) {
  const submit = useSubmit();
  const [text, setText] = useState(search);
  const show = (wanted: { search: string; tag: string }) => {
    const given = Object.entries(wanted).filter(([, value]) => value !== "");
    submit(Object.fromEntries(given), { method: "get" });
  };
  const searchFor = (wanted: string) => show({ search: wanted, tag });
  return (
    <Form
      method="get"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        searchFor(text.trim());
      }}
    >
      <MemberSearch text={text} onChange={setText} onClear={() => searchFor("")} isLoading={isLoading} />
      {tag === "" ? null : (
        <Box padding="300" borderBlockEndWidth="025" borderColor="border-secondary">
          <Tag onRemove={() => show({ search, tag: "" })}>{`Tagged ${tag}`}</Tag>
        </Box>
      )}
    </Form>
  );
}
