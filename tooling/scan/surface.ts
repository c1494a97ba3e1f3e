import { openApiDocument } from "@stoa/api/http/openapi";
import { procedures } from "@stoa/api/http/routes";
import { describedInputOf } from "@stoa/api/testing/procedure-schemas";
import { exampleOf, type InputSchema } from "./example-of.ts";
import type { Attempt } from "./sqlmap.ts";

/** Stands behind a value that sqlmap would not take for a parameter by itself. */
const MARK = "*";

interface Operation {
  parameters?: readonly { in: string; name: string; schema: InputSchema }[];
  requestBody?: { content: Readonly<Record<string, { schema: InputSchema }>> };
}

/** Every operation of REST with every parameter, as its own document lists them. */
export function restAttempts(): Attempt[] {
  const { paths } = openApiDocument("http://localhost") as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]): Attempt => {
      const query = parameters.filter((parameter) => parameter.in === "query");
      const search = new URLSearchParams(query.map(({ name, schema }) => [name, String(exampleOf(schema))]));
      const filled = path.replace(/\{\w+\}/g, `greek${MARK}`);
      const address = `/api/v1${filled}${query.length > 0 ? `?${search}` : ""}`;
      const body = requestBody?.content["application/json"];
      if (body === undefined) return { method: "GET", path: address };
      const json = JSON.stringify(exampleOf(body.schema));
      return { method: method === "post" ? "POST" : "GET", path: address, contentType: "application/json", body: json };
    }),
  );
}

/** Every query of tRPC that takes something, each text and number of its input marked. */
export function trpcAttempts(mayCall: (access: string) => boolean): Attempt[] {
  return procedures().flatMap(({ path, type, meta }): Attempt[] => {
    const described = describedInputOf(path) as InputSchema | undefined;
    if (type !== "query" || described === undefined || !mayCall(meta.access ?? "signed_in")) return [];
    const inputs = [exampleOf(described), ...(described.properties?.cursor ? [{ cursor: "WzFd" }] : [])];
    return inputs.map((input) => ({ method: "GET", path: `/api/trpc/${path}?input=${marked(input)}` }));
  });
}

/** As tRPC's query carries it; `encodeURIComponent` leaves the mark as it is. */
function marked(input: unknown): string {
  const mark = (_: string, value: unknown) => (typeof value === "string" ? value + MARK : value);
  return encodeURIComponent(JSON.stringify({ json: input }, mark));
}

/** What pages read from their address. Ids and slugs are there, so that what lies behind them is reached. */
export function webPages({ slug, orderId }: { slug: string; orderId: string }): { door: string[]; rooms: string[] } {
  const token = "token=Zm9yZ2VkLWFuZC1sb25nLWVub3VnaC10by1iZS1hLXRva2Vu";
  const door = ["/sign-in?next=/learn&said=signedOut", "/sign-up?next=/learn", "/sign-in/code?next=/learn"]
    .concat(["/forgot-password", `/reset-password?${token}`, `/change-email?${token}`, `/claim?${token}`])
    .concat([`/verify-email?${token}&take=1`, `/checkout?course=${slug}&country=DE`, `/checkout/confirm?${token}`])
    .concat([`/checkout/country?course=${slug}&country=DE`, `/checkout/cancelled?order=${orderId}`])
    .concat([`/checkout/success?order=${orderId}`, `/courses/${slug}${MARK}`])
    .concat(withCursor("/courses?q=greek&category=craft&difficulty=beginner&sort=newest"));
  const rooms = [`/orders/${orderId}${MARK}`, `/orders/${orderId}${MARK}/receipt`, `/learn/${slug}${MARK}/begin${MARK}`]
    .concat(["/account?said=saved", "/account/security", "/account/sessions", "/account/notifications"])
    .concat(["/orders", "/learn", "/notifications"].flatMap(withCursor));
  return { door, rooms };
}

/** The office's lists with all that they read from their address, and a record of each kind. */
export const ADMIN_PAGES: readonly string[] = [
  "/orders?q=greek&sort=placed&status=paid",
  "/inbox?gateway=stripe&orderId=ord_0&state=waiting",
  "/users?q=lina&role=learner&sort=since&state=active",
  "/courses?q=greek&sort=changed&status=published&deleted=yes",
  "/mails?recipient=lina&status=sent&template=receipt",
  "/lms?orderId=ord_0&status=failed",
  "/queues?queue=mail",
  "/reviews?state=decided",
  "/ledger?prefix=revenue",
  "/ledger/entries?subject=pay_0",
  "/ledger/statement?address=revenue/course&currency=EUR",
  "/audit?actorId=usr_0&action=courses.update&subjectId=crs_0&from=2026-11-01&until=2026-11-21",
]
  .flatMap(withCursor)
  .concat([`/orders/ord_0${MARK}`, `/inbox/stripe${MARK}/evt_0${MARK}`, `/ledger/entries/jnl_0${MARK}`])
  .concat([`/courses/crs_0${MARK}`, `/courses/crs_0${MARK}/lessons/les_0${MARK}`, `/users/usr_0${MARK}`])
  .concat(["/sign-in?next=/orders&ended=1"]);

/** A list, and by itself its next page: a cursor that nobody gave is refused, whatever stands beside it. */
function withCursor(list: string): string[] {
  return [list, `${list.replace(/\?.*$/, "")}?cursor=WzFd`];
}
