import { docsPage } from "@stoa/api/http/docs-page";
import { webEnv } from "../../../../env.ts";

export function GET(request: Request): Response {
  return docsPage(webEnv().webUrl, request.headers.get("x-nonce"));
}
