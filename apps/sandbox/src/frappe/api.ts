import { timingSafeEqual } from "node:crypto";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { disturb } from "../faults/disturb.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { findCourse } from "./courses.ts";
import { COURSE, type Doctype, doctypeNamed, ENROLLMENT, USER } from "./doctypes.ts";
import { changeEnrolment, createEnrolment, deleteEnrolment } from "./enrolments.ts";
import { errorAnswer, FrappeError, limiterAnswer, maintenanceAnswer } from "./errors.ts";
import { findDocument, listDocuments } from "./list.ts";
import { createUser } from "./users.ts";

const BODY_MAX_BYTES = 1_000_000;
/** The user whose key Stoa holds. */
const API_USER = "integration@stoa.test";

/** The REST API of the site, under `/frappe/api`. */
export function apiRoutes(app: SandboxApp, deps: Deps): void {
  const { books } = deps;
  app.use("/frappe/api/*", disturb(deps.faults, "frappe", maintenanceAnswer));
  app.use("/frappe/api/*", async (context, next) => {
    if (deps.faults.strikes("frappe", "rate_limited") !== null) return limiterAnswer(context);
    await next();
  });
  app.use("/frappe/api/*", bodyLimit({ maxSize: BODY_MAX_BYTES }));

  app.all("/frappe/api/method/ping", (context) => context.json({ message: "pong" }));
  app.all("/frappe/api/method/frappe.auth.get_logged_user", (context) =>
    answered(context, deps, () => ({ message: API_USER })),
  );
  app.get("/frappe/api/resource/:doctype", (context) =>
    answered(context, deps, async () => {
      const doctype = doctypeOf(context);
      return { data: await listDocuments(books, doctype, context.req.query()) };
    }),
  );
  app.get("/frappe/api/resource/:doctype/:name", (context) =>
    answered(context, deps, async () => ({ data: await readDocument(deps, doctypeOf(context), nameOf(context)) })),
  );
  app.post("/frappe/api/resource/:doctype", (context) =>
    answered(context, deps, async () => ({
      data: await createDocument(deps, doctypeOf(context), await bodyOf(context)),
    })),
  );
  app.put("/frappe/api/resource/:doctype/:name", (context) =>
    answered(context, deps, async () => {
      allowOnly(doctypeOf(context), ENROLLMENT);
      return { data: await changeEnrolment(deps, nameOf(context), await bodyOf(context)) };
    }),
  );
  app.delete("/frappe/api/resource/:doctype/:name", (context) =>
    answered(
      context,
      deps,
      async () => {
        allowOnly(doctypeOf(context), ENROLLMENT);
        await deleteEnrolment(deps, nameOf(context));
        return { data: "ok" };
      },
      202,
    ),
  );
  app.all("/frappe/api/*", (context) => errorAnswer(context, new FrappeError("DoesNotExistError", "Not found")));
}

async function answered(context: Context, deps: Deps, act: () => unknown, status: 200 | 202 = 200): Promise<Response> {
  try {
    authenticate(context, deps);
    return context.json((await act()) as object, status);
  } catch (error) {
    if (error instanceof FrappeError) return errorAnswer(context, error);
    throw error;
  }
}

/** `token key:secret`, or the same as Basic. Without either the caller is a guest, who may do nothing here. */
function authenticate(context: Context, { config }: Deps): void {
  const header = context.req.header("authorization");
  if (header === undefined) throw new FrappeError("PermissionError", "Login to access");
  const [scheme = "", credentials = ""] = header.split(" ", 2);
  const given = scheme.toLowerCase() === "basic" ? Buffer.from(credentials, "base64").toString() : credentials;
  const known = ["token", "basic"].includes(scheme.toLowerCase());
  if (!known || !equal(given, `${config.frappe.apiKey}:${config.frappe.apiSecret}`)) {
    throw new FrappeError("AuthenticationError", "Invalid authentication token");
  }
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function readDocument(deps: Deps, doctype: Doctype, name: string) {
  const wanted = doctype === USER ? name.toLowerCase() : name;
  if (doctype === COURSE) await findCourse(deps, name);
  const document = await findDocument(deps.books, doctype, wanted);
  if (document === null)
    throw new FrappeError("DoesNotExistError", `${doctype.name} <strong>${name}</strong> not found`);
  return { ...document, doctype: doctype.name };
}

async function createDocument(deps: Deps, doctype: Doctype, body: unknown) {
  if (doctype === USER) return createUser(deps, body);
  allowOnly(doctype, ENROLLMENT);
  return createEnrolment(deps, body);
}

/** Certificates and progress are made by the site itself, courses by its authors. */
function allowOnly(doctype: Doctype, allowed: Doctype): void {
  if (doctype !== allowed) {
    throw new FrappeError("PermissionError", `No permission for <strong>${doctype.name}</strong>`);
  }
}

function doctypeOf(context: Context): Doctype {
  const name = context.req.param("doctype") ?? "";
  const doctype = doctypeNamed(name);
  if (doctype === undefined) throw new FrappeError("DoesNotExistError", `DocType ${name} not found`);
  return doctype;
}

function nameOf(context: Context): string {
  return context.req.param("name") ?? "";
}

async function bodyOf(context: Context): Promise<unknown> {
  return context.req.json().catch(() => ({}));
}
