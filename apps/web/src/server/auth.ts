import "server-only";
import { createAuth } from "@stoa/api/http/next-auth";
import { processServices } from "@stoa/api/http/process-services";
import { webEnv } from "../env.ts";

/** Sign-in of this app. Its cookies have names of their own, so that the admin's on the same host are not taken for them. */
export const { handlers, signIn, signOut, trySignIn, face } = createAuth(() => processServices("web"), {
  kind: "web",
  cookiePrefix: "stoa",
  secure: webEnv().webUrl.startsWith("https:"),
});
