import { z } from "zod";
import { BadControlInput, controlBody } from "../control/control-body.ts";
import type { Deps, Part, SandboxApp } from "../part.ts";
import { addSecret, addUri, currentCodes, removeAccount, UnreadableSecret } from "./codes.ts";
import { authenticatorPage } from "./page.ts";

const accountSchema = z.strictObject({ account: z.string().min(1).max(254), secret: z.string().min(16).max(200) });

/** An authenticator app without a phone: the current codes of accounts with two-factor sign-in. */
export const authenticator: Part = {
  name: "authenticator",
  title: "Authenticator",
  path: "/authenticator",
  summary: "The current two-factor codes of the seeded staff accounts, so that no phone is needed.",
  tables: new URL("./tables.sql", import.meta.url),
  routes(app, deps) {
    pageRoutes(app, deps);
    controls(app, deps);
  },
};

function pageRoutes(app: SandboxApp, { books, clock }: Deps): void {
  app.get("/authenticator", async (context) => {
    const codes = await currentCodes(books, clock.now());
    const next = Math.min(...codes.map((code) => code.remainingSeconds));
    if (codes.length > 0) context.header("refresh", String(next));
    return context.html(authenticatorPage(codes));
  });
  app.post("/authenticator", async (context) => {
    const uri = String((await context.req.formData()).get("uri") ?? "");
    try {
      await addUri(books, uri, clock.now());
      return context.redirect("/authenticator", 303);
    } catch (error) {
      if (!(error instanceof UnreadableSecret)) throw error;
      const codes = await currentCodes(books, clock.now());
      return context.html(authenticatorPage(codes, { uri, message: error.message }), 422);
    }
  });
  app.post("/authenticator/remove", async (context) => {
    await removeAccount(books, String((await context.req.formData()).get("account") ?? ""));
    return context.redirect("/authenticator", 303);
  });
}

function controls(app: SandboxApp, { books, clock }: Deps): void {
  app.post("/control/authenticator", async (context) => {
    const { account, secret } = await controlBody(context, accountSchema);
    try {
      await addSecret(books, account, secret, clock.now());
    } catch (error) {
      if (error instanceof UnreadableSecret) throw new BadControlInput("secret", error.message);
      throw error;
    }
    return context.json((await currentCodes(books, clock.now(), account))[0]);
  });
  app.get("/control/authenticator", async (context) =>
    context.json({ codes: await currentCodes(books, clock.now(), context.req.query("account") ?? null) }),
  );
}
