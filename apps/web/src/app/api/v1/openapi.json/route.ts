import { openApiDocument } from "@stoa/api/http/openapi";
import { webEnv } from "../../../../env.ts";

export function GET(): Response {
  return Response.json(openApiDocument(webEnv().webUrl), { headers: { "Cache-Control": "public, max-age=300" } });
}
