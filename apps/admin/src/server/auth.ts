import "server-only";
import { createAuth } from "@stoa/api/http/next-auth";
import { processServices } from "@stoa/api/http/process-services";
import { adminEnv } from "../env.ts";

/** Sign-in of this app. Its cookies have names of their own, so that the shop's on the same host are not taken for them. */
export const { handlers, signOut, trySignIn, face } = createAuth(() => processServices("admin"), {
  kind: "admin",
  cookiePrefix: "stoa-admin",
  secure: adminEnv().adminUrl.startsWith("https:"),
});
