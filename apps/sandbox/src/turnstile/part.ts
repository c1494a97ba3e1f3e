import { readFileSync } from "node:fs";
import type { Context } from "hono";
import { z } from "zod";
import { disturb } from "../faults/disturb.ts";
import type { Deps, Part, SandboxApp } from "../part.ts";
import { DUMMY_TOKEN, isTestingSiteKey, testingAnswer, widgetManner } from "./keys.ts";
import { turnstilePage, widgetFrame } from "./pages.ts";
import { issueToken, useToken } from "./tokens.ts";

const WIDGET = readFileSync(new URL("./widget.js", import.meta.url), "utf8");

const frameQuery = z.object({
  id: z.string().max(60),
  sitekey: z.string().max(60),
  action: z.string().regex(/^[A-Za-z0-9_-]{0,32}$/),
  parent: z.url({ protocol: /^https?$/ }),
  theme: z.enum(["light", "dark", "auto"]),
});
const question = z.object({ secret: z.string().default(""), response: z.string().default("") });

/** Cloudflare Turnstile: the widget and the question whether its token is good. */
export const turnstile: Part = {
  name: "turnstile",
  title: "Turnstile",
  path: "/turnstile",
  summary: "The captcha of public forms, and how to switch it on.",
  tables: new URL("./tables.sql", import.meta.url),
  routes(app, deps) {
    widgetRoutes(app, deps);
    app.use("/turnstile/v0/siteverify", disturb(deps.faults, "turnstile", internalError));
    app.post("/turnstile/v0/siteverify", async (context) => context.json(await verdictOn(await asked(context), deps)));
  },
};

function widgetRoutes(app: SandboxApp, { books, clock, config, url }: Deps): void {
  app.get("/turnstile", (context) => context.html(turnstilePage(url(), config.turnstile)));
  app.get("/turnstile/v0/api.js", (context) => {
    context.header("content-type", "text/javascript; charset=utf-8");
    return context.body(WIDGET);
  });
  app.get("/turnstile/v0/frame", async (context) => {
    const parsed = frameQuery.safeParse(context.req.query());
    if (!parsed.success) return context.text("This frame is opened by the widget's script.", 400);
    const { id, sitekey, action, parent, theme } = parsed.data;
    const { origin, hostname } = new URL(parent);
    const token = isTestingSiteKey(sitekey) ? DUMMY_TOKEN : await issueToken(books, { action, hostname }, clock.now());
    return context.html(widgetFrame({ id, manner: widgetManner(sitekey), token, parent: origin, theme }));
  });
}

/** The question, as a form or as JSON. */
async function asked(context: Context): Promise<z.infer<typeof question>> {
  const json = context.req.header("content-type")?.startsWith("application/json") ?? false;
  return question.parse(json ? await context.req.json() : Object.fromEntries(await context.req.formData()));
}

async function verdictOn({ secret, response }: z.infer<typeof question>, { books, clock, config }: Deps) {
  const now = clock.now();
  if (secret === "") return refused("missing-input-secret");
  const testing = testingAnswer(secret);
  if (testing === null && secret !== config.turnstile.secretKey) return refused("invalid-input-secret");
  if (response === "") return refused("missing-input-response");
  if (testing === "success") return passed({ hostname: "example.com", action: "", issued_at: now });
  const answer = testing ?? (await useToken(books, response, now));
  return typeof answer === "string" ? refused(answer) : passed(answer);
}

function passed({ hostname, action, issued_at }: { hostname: string; action: string; issued_at: Date }) {
  return { success: true, "error-codes": [], challenge_ts: issued_at.toISOString(), hostname, action, cdata: "" };
}

function refused(code: string) {
  return { success: false, "error-codes": [code] };
}

function internalError(context: Context): Response {
  return context.json(refused("internal-error"), 500);
}
