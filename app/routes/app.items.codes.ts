import type { LoaderFunctionArgs } from "@remix-run/node";

import { getWiring } from "#wiring";

import { authenticateStaff } from "./app/staff-request.server.ts";

const MOST_CHOICES = 20;
const LONGEST_SEARCH = 60;

/** Items of Exigo whose code or description holds a text, to choose from: `?text=tea`. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { program } = await authenticateStaff(request);
  const text = (new URL(request.url).searchParams.get("text") ?? "").trim().slice(0, LONGEST_SEARCH);
  if (text === "") return { choices: [] };
  const items = await getWiring().adapters.exigoItems.search(program.programId, text, MOST_CHOICES);
  return { choices: items.map(({ itemCode, description }) => ({ itemCode, description })) };
}
