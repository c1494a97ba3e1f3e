import type { Env } from "../env.ts";

/** The pages of the web app that mails point at. A token stands in the query; the page itself sends no referrer. */
export function accountLinks(env: Pick<Env, "WEB_URL">) {
  const page = (path: string, token?: string) =>
    `${env.WEB_URL}${path}${token === undefined ? "" : `?token=${encodeURIComponent(token)}`}`;
  return {
    verifyEmail: (token: string) => page("/verify-email", token),
    resetPassword: (token: string) => page("/reset-password", token),
    changeEmail: (token: string) => page("/change-email", token),
    claimPurchase: (token: string) => page("/claim", token),
    signIn: page("/sign-in"),
    forgotPassword: page("/forgot-password"),
    sessions: page("/account/sessions"),
    security: page("/account/security"),
    support: page("/support"),
  };
}
