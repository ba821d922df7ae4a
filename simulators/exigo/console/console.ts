import { RequestInput } from "../http/request-input.ts";
import type { Reply } from "../http/reply.ts";
import { errorReply, Refusal, replyForThrown } from "../http/reply.ts";
import type { Request } from "../http/request.ts";
import type { Simulator } from "../state/simulator.ts";
import { DEFAULT_COMPANY } from "../state/simulator.ts";
import type { Form } from "./form.ts";
import { forms } from "./forms.ts";
import { consolePage } from "./page.ts";
import type { PageName } from "./view.ts";
import { chosenIn, pageAddress, pageTitles } from "./view.ts";

/** Answers the console: its pages, and its forms, each of which leads back to its page. */
export function answerConsole(simulator: Simulator, request: Request): Reply {
  const name = request.path.slice("/console/".length);
  const form = request.path.startsWith("/console/") && Object.hasOwn(forms, name) ? forms[name] : undefined;
  try {
    const page = request.path === "/" ? "customers" : request.path.slice(1);
    if (isPage(page) && request.method === "GET") return showPage(simulator, page, request.query);
    if (form !== undefined && request.method === "POST") {
      return submit(simulator, form, { name, fields: new URLSearchParams(request.body) });
    }
    return errorReply(404, `There is no ${request.method} ${request.path}.`);
  } catch (thrown) {
    return replyForThrown(thrown);
  }
}

function isPage(name: string): name is PageName {
  return Object.hasOwn(pageTitles, name);
}

function showPage(simulator: Simulator, page: PageName, query: URLSearchParams): Reply {
  const company = chosenCompany(simulator, query);
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'",
  };
  return { status: 200, headers, body: consolePage({ simulator, company, page, query }) };
}

/** Redirects to the page, which then says what happened; after a refusal it also holds what was typed. */
function submit(simulator: Simulator, form: Form, sent: { name: string; fields: URLSearchParams }): Reply {
  const company = chosenCompany(simulator, sent.fields);
  const place = { company, page: form.page };
  const shown = chosenIn(sent.fields);
  try {
    const done = form.run(simulator, RequestInput.fromQuery(sent.fields));
    return redirect(pageAddress(place, { ...shown, ...done.chosen, done: done.say }));
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const typed = [...sent.fields].map(([field, value]) => [`${sent.name}.${field}`, value.slice(0, 200)]);
    return redirect(
      pageAddress(place, {
        ...shown,
        ...(Object.fromEntries(typed) as Record<string, string>),
        refused: thrown.message,
      }),
    );
  }
}

function redirect(location: string): Reply {
  return { status: 303, headers: { location }, body: "" };
}

function chosenCompany(simulator: Simulator, members: URLSearchParams) {
  const key = members.get("companyKey") ?? DEFAULT_COMPANY;
  const company = simulator.company(key);
  if (company === null) throw new Refusal(404, `There is no company ${key}.`);
  return company;
}
