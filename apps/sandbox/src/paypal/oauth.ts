import { randomBytes } from "node:crypto";
import type { Deps, SandboxApp } from "../part.ts";

/** Nine hours, as PayPal says. */
const LIVES_S = 32_400;

/** `POST /v1/oauth2/token`: client id and secret for a token that opens the API. */
export function oauthRoutes(app: SandboxApp, deps: Deps): void {
  app.post("/paypal/v1/oauth2/token", async (context) => {
    const { clientId, clientSecret } = deps.config.paypal;
    const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    if (context.req.header("authorization") !== expected) {
      return context.json({ error: "invalid_client", error_description: "Client Authentication failed" }, 401);
    }
    const { grant_type } = await context.req.parseBody();
    if (grant_type !== "client_credentials") {
      return context.json({ error: "unsupported_grant_type", error_description: "Grant Type is NULL" }, 400);
    }
    const token = `A21AA${randomBytes(48).toString("base64url")}`;
    await deps.books`
      INSERT INTO paypal.token (token, expires_at) VALUES (${token}, now() + ${LIVES_S} * interval '1 second')`;
    return context.json({
      scope: "https://uri.paypal.com/services/payments/payment",
      access_token: token,
      token_type: "Bearer",
      app_id: "APP-80W284485P519543T",
      expires_in: LIVES_S,
      nonce: `${new Date().toISOString()}${randomBytes(16).toString("base64url")}`,
    });
  });
}
