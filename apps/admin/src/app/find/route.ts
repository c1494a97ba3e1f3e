import { outcomeOf } from "@stoa/api/http/problem";
import { foundLink } from "../../frame/found-link.ts";
import { api } from "../../server/api.ts";

/** What the palette finds for the words typed, as links. A word that is too short finds nothing, which is no error. */
export async function GET(request: Request): Promise<Response> {
  const q = new URL(request.url).searchParams.get("q") ?? "";
  const outcome = await outcomeOf((await api()).reporting.search({ q }));
  if (outcome.ok) return Response.json({ items: outcome.data.items.map(foundLink) });
  if (outcome.problem.kind === "invalid_input") return Response.json({ items: [] });
  return Response.json({ items: [] }, { status: outcome.problem.kind === "unauthenticated" ? 401 : 503 });
}
