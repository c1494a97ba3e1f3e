import { InvalidInput } from "@stoa/kit";
import { appRouter } from "../root.ts";
import type { ProcedureMeta } from "../trpc.ts";

/** A procedure that REST serves: `GET /courses/{slug}` → `courses.get`. */
export interface Route {
  method: string;
  /** The path as the contract writes it, with `{names}`. */
  template: string;
  pattern: RegExp;
  names: readonly string[];
  /** The procedure's path in the router. */
  procedure: string;
}

/** All routes, read off the live router once; a procedure is served when its meta says so. */
export const ROUTES: readonly Route[] = procedures().flatMap(({ path, meta }) =>
  meta.openapi ? [routeOf(path, meta.openapi.method, meta.openapi.path)] : [],
);

/** Every procedure of the live router with what it says of itself. tRPC keeps them flat, by path, and types them nested. */
export function procedures(): { path: string; meta: ProcedureMeta; type: "query" | "mutation" | "subscription" }[] {
  const flat: Record<string, unknown> = appRouter._def.procedures;
  return Object.entries(flat).map(([path, procedure]) => {
    const { _def } = procedure as { _def: { meta: ProcedureMeta; type: "query" | "mutation" | "subscription" } };
    return { path, meta: _def.meta, type: _def.type };
  });
}

function routeOf(procedure: string, method: string, template: string): Route {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, "([^/]+)")}$`);
  return { method, template, pattern, names, procedure };
}

/** The route of a request and what stands in its path, or null. Literal paths win over those with names. */
export function matchRoute(method: string, path: string): { route: Route; params: Record<string, string> } | null {
  const candidates = ROUTES.filter((route) => route.method === method && route.pattern.test(path));
  const route = candidates.sort((a, b) => a.names.length - b.names.length)[0];
  const values = route?.pattern.exec(path)?.slice(1);
  if (!route || !values) return null;
  return {
    route,
    params: Object.fromEntries(route.names.map((name, index) => [name, decoded(values[index] ?? "", name)])),
  };
}

/** Percent-decoding of a part of a path. Throws `InvalidInput` naming the part that does not decode. */
export function decoded(text: string, name: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidInput([{ path: name, message: "is not valid percent-encoding" }]);
  }
}
