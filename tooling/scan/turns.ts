import { MINUTE_MS } from "@stoa/kit";
import type { Endpoint } from "./endpoint.ts";
import { runFfuf } from "./ffuf.ts";
import { formAttempts } from "./form-attempts.ts";
import type { Persona } from "./gate.ts";
import type { Turn } from "./scan.ts";
import { type Attempt, runSqlmap } from "./sqlmap.ts";
import type { Stage } from "./stage.ts";
import { ADMIN_PAGES, restAttempts, trpcAttempts, webPages } from "./surface.ts";
import { runWapiti } from "./wapiti.ts";

/** What the turns below take together on the app that has most of them, at their full time. */
const WHOLE_MS = 12 * MINUTE_MS;

/** Pages of each app that are there for everybody, whatever a list of words asks for. */
const OPEN: Readonly<Record<"web" | "admin", readonly RegExp[]>> = {
  web: [
    /^\/(\?|sign-in|maintenance|sitemap\.xml|robots\.txt|favicon\.ico|_next\/\.\.\/|api\/(health\/(live|ready)|auth\/(providers|session|signout)))/,
  ],
  admin: [/^\/(sign-in|favicon\.ico|api\/(health\/(live|ready)|auth\/(providers|session|signout)))/],
};

/** Who tries what, and for how long at most, so that all of it is done within the time. */
export async function turnsOf(stage: Stage, endpoint: Endpoint, withinMs: number): Promise<Turn[]> {
  const bound = (seconds: number) => (seconds * 1_000 * withinMs) / WHOLE_MS;
  const { web, buyer, staff, owner, orderId } = stage;
  const { items } = (await (await fetch(`${web.url}/api/v1/courses?limit=1`)).json()) as { items: { slug: string }[] };
  const { door, rooms } = webPages({ slug: items[0]?.slug ?? "", orderId });
  const forPerson = (access: string) => access === "anyone" || access === "signed_in";
  const get = (path: string): Attempt => ({ method: "GET", path });
  const forms = async (paths: readonly string[], persona?: Persona) => {
    const cookie = await persona?.cookie();
    const plain = paths.map((path) => path.replaceAll("*", ""));
    return (await Promise.all(plain.map((path) => formAttempts(web.url, path, cookie)))).flat();
  };
  const sqlmap = (app: "web" | "admin", as: Persona | null, seconds: number, attempts: readonly Attempt[]): Turn => ({
    ...{ tool: "sqlmap", app, as, withinMs: bound(seconds) },
    play: ({ program, ...on }) => runSqlmap(program, { ...on, app, attempts, withinMs: bound(seconds) }),
  });
  const wapiti = (app: "web" | "admin", as: Persona | null, seconds: number, starts: readonly string[]): Turn => ({
    ...{ tool: "wapiti", app, as, withinMs: bound(seconds) },
    play: ({ program, ...on }) =>
      runWapiti(program, {
        ...{ ...on, app, as: as?.name ?? "anonymous", endpoint: endpoint.url, withinMs: bound(seconds) },
        starts: starts.map((path) => path.replaceAll("*", "")),
      }),
  });
  const ffuf = (app: "web" | "admin", seconds: number): Turn => ({
    ...{ tool: "ffuf", app, as: null, withinMs: bound(seconds) },
    play: ({ program, ...on }) => runFfuf(program, { ...on, app, pages: OPEN[app], withinMs: bound(seconds) }),
  });
  return [
    ffuf("web", 60),
    sqlmap("web", null, 180, [...(await forms(door)), ...door.map(get)]),
    sqlmap("web", buyer, 180, [
      ...restAttempts(),
      ...trpcAttempts(forPerson),
      ...rooms.map(get),
      ...(await forms(rooms, buyer)),
    ]),
    wapiti("web", null, 150, door),
    wapiti("web", buyer, 150, rooms),
    ffuf("admin", 60),
    sqlmap("admin", owner, 360, [...ADMIN_PAGES.map(get), ...trpcAttempts((access) => !forPerson(access))]),
    wapiti("admin", null, 60, ["/sign-in"]),
    wapiti("admin", staff, 240, ADMIN_PAGES),
  ];
}
