import { DomainError, emailSchema } from "@stoa/kit";
import NextAuth, { CredentialsSignin, type NextAuthConfig, type Session } from "next-auth";
import { getToken } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import {
  PASSWORD_LENGTH_MAX,
  resolveActor,
  type SignInAnswer,
  signIn,
  signInWithCode,
  signOut,
} from "../identity/index.ts";
import { type Actor, GUEST } from "../platform/actor.ts";
import type { Context, Services } from "../platform/context.ts";
import { withReadableCallback } from "./auth-request.ts";
import type { Face } from "./face.ts";
import { readBytes } from "./read-body.ts";
import { BodyCutOff, BodyTooLarge } from "./refuse.ts";
import { requestContext } from "./request-context.ts";

export interface AuthOptions {
  /** The app the sessions are for; a cookie of one app is nobody in the other. */
  kind: "web" | "admin";
  /** Cookies are shared by all ports of a host, so each app has its own names. */
  cookiePrefix: string;
  /** Whether the app is reached over HTTPS; then the cookies are sent over nothing else. */
  secure: boolean;
  /** How a cookie is set in the answer under way; `next/headers` unless told. */
  setCookie?: SetCookie;
}

type SetCookie = (name: string, value: string, options: CookieOptions) => Promise<void>;
type CookieOptions = { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean; maxAge?: number };

/** Thrown by `signIn("credentials", …)`; `answer` says what to show or to ask next. */
export class SignInRefused extends CredentialsSignin {
  readonly answer: RefusedSignIn;

  constructor(answer: RefusedSignIn) {
    super(answer.kind);
    this.answer = answer;
    this.code = answer.kind === "refused" ? answer.code : answer.kind;
  }
}

export type RefusedSignIn =
  | Extract<SignInAnswer, { kind: "second_factor" }>
  | { kind: "refused"; code: string; message: string; retryAfterSeconds: number | null };

declare module "next-auth" {
  interface User {
    sessionId?: string;
    deviceToken?: string;
  }
  interface Session {
    actor: { id: string; roles: readonly string[]; emailVerified: boolean; secondFactorMissing: boolean };
  }
}

type Handler = ReturnType<typeof NextAuth>["handlers"]["POST"];
const BODY_LIMIT_BYTES = 16 * 1024;
const SEVEN_DAYS_S = 7 * 24 * 60 * 60;
const DEVICE_KEPT_S = 400 * 24 * 60 * 60;

const credentialsSchema = z.union([
  z.object({ email: emailSchema, password: z.string().min(1).max(PASSWORD_LENGTH_MAX) }),
  z.object({ challenge: z.string().min(1).max(2_000), code: z.string().min(6).max(40) }),
]);
type SignInFields = z.input<typeof credentialsSchema>;

/**
 * Auth.js over Stoa's sessions: `handlers`, `auth`, `signIn` and `signOut` as Auth.js names them; `trySignIn` for a server
 * action, which answers what to show next; and the `face` that the tRPC and REST handlers take. The cookie holds nothing but the session's id, encrypted; each use asks for the row, so that
 * an ended session is over at once in proxy, page, route and tRPC alike.
 */
export function createAuth(services: () => Promise<Services>, options: AuthOptions) {
  const cookies = cookieNames(options);
  const nextAuth = NextAuth(async () => authConfig(await services(), options, cookies));
  const face: Face = { services, actorOf: (opened, request) => actorOf(opened, request, options, cookies) };

  async function trySignIn(fields: SignInFields): Promise<{ kind: "signed_in" } | RefusedSignIn> {
    try {
      await nextAuth.signIn("credentials", { ...fields, redirect: false });
      return { kind: "signed_in" };
    } catch (error) {
      if (error instanceof SignInRefused) return error.answer;
      throw error;
    }
  }
  const { GET, POST } = nextAuth.handlers;
  const handlers = { GET: readable(GET, cookies.callback), POST: bounded(readable(POST, cookies.callback)) };
  return { ...nextAuth, handlers, trySignIn, face };
}

/** Keeps from Auth.js what it would call a fault of ours. */
function readable(handle: Handler, callbackCookie: string): Handler {
  return async (request) => {
    const { NextRequest } = await import("next/server");
    const { url, headers } = withReadableCallback(request, callbackCookie);
    const { method, body } = request;
    return handle(new NextRequest(url, { method, headers, body, ...(body && { duplex: "half" }) }));
  };
}

/** Auth.js reads a whole body from anybody; its forms are a few lines. */
function bounded(post: Handler): Handler {
  return async (request) => {
    try {
      const body = await readBytes(request, BODY_LIMIT_BYTES);
      const { NextRequest } = await import("next/server");
      const { method, headers } = request;
      return await post(new NextRequest(request.url, { method, headers, body: Buffer.from(body) }));
    } catch (error) {
      if (error instanceof BodyCutOff) return new Response(error.message, { status: 400 });
      if (!(error instanceof BodyTooLarge)) throw error;
      return new Response(error.message, { status: 413 });
    }
  };
}

function authConfig(services: Services, options: AuthOptions, cookies: CookieNames): NextAuthConfig {
  const cookie: CookieOptions = { httpOnly: true, sameSite: "lax", path: "/", secure: options.secure };
  const setCookie = options.setCookie ?? setNextCookie;
  return {
    trustHost: true,
    secret: services.env.AUTH_SECRET,
    session: { strategy: "jwt", maxAge: SEVEN_DAYS_S },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: {
      sessionToken: { name: cookies.session, options: cookie },
      csrfToken: { name: cookies.csrf, options: cookie },
      callbackUrl: { name: cookies.callback, options: cookie },
    },
    useSecureCookies: options.secure,
    providers: [
      Credentials({
        credentials: { email: {}, password: {}, challenge: {}, code: {} },
        authorize: (credentials, request) =>
          authorize(requestContextOf(services, request), options, credentials, cookieOf(request, cookies.device)),
      }),
    ],
    callbacks: {
      jwt: async ({ token, user }) => {
        if (user?.sessionId) return { sid: user.sessionId };
        const actor = await actorOfSession(services, options, token.sid);
        return actor.kind === "user" ? { sid: token.sid } : null;
      },
      session: async ({ session, token }) => withActor(session, await actorOfSession(services, options, token.sid)),
    },
    events: {
      signIn: async ({ user }) => {
        if (user.deviceToken) await setCookie(cookies.device, user.deviceToken, { ...cookie, maxAge: DEVICE_KEPT_S });
      },
      signOut: async (message) => {
        const sid = "token" in message ? message.token?.sid : undefined;
        const actor = await actorOfSession(services, options, sid);
        if (actor.kind !== "user") return;
        const ctx = requestContext(services, { headers: new Headers(), answer: new Headers(), actor });
        await signOut({ ...ctx, actor });
      },
    },
    logger: {
      // A wrong password is no error of ours, and what Auth.js logs of one is a whole stack.
      error: (error) => {
        if (!(error instanceof CredentialsSignin)) services.log.error({ err: error }, "auth");
      },
      warn: (code) => services.log.warn({ warning: code }, "auth"),
      debug: () => {},
    },
  };
}

/** What Auth.js calls with the posted fields; gives the new session or throws `SignInRefused`. */
async function authorize(ctx: Context, options: AuthOptions, credentials: unknown, deviceToken: string | undefined) {
  const parsed = credentialsSchema.safeParse(credentials);
  if (!parsed.success) {
    throw new SignInRefused({
      kind: "refused",
      code: "invalid_input",
      message: "Type your e-mail address and your password.",
      retryAfterSeconds: null,
    });
  }
  const input = parsed.data;
  const answer = await ("challenge" in input
    ? signInWithCode(ctx, { ...input, deviceToken })
    : signIn(ctx, { ...input, kind: options.kind, deviceToken })
  ).catch((error: unknown) => {
    if (error instanceof DomainError) throw new SignInRefused(refusalOf(error));
    throw error;
  });
  if (answer.kind === "second_factor") throw new SignInRefused(answer);
  return { id: answer.userId, sessionId: answer.sessionId, deviceToken: answer.deviceToken };
}

function refusalOf(error: DomainError): RefusedSignIn {
  const wait = error.details.retryAfterSeconds;
  return {
    kind: "refused",
    code: error.code,
    message: error.message,
    retryAfterSeconds: typeof wait === "number" ? wait : null,
  };
}

function cookieOf(request: Request, name: string): string | undefined {
  const pairs = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** Imported when it is used: outside a Next server there is no such module to set a cookie with. */
const setNextCookie: SetCookie = async (name, value, options) => {
  const { cookies } = await import("next/headers");
  (await cookies()).set(name, value, options);
};

function requestContextOf(services: Services, request: Request): Context {
  return requestContext(services, { headers: request.headers, answer: new Headers() });
}

async function actorOfSession(services: Services, options: AuthOptions, sessionId: unknown): Promise<Actor> {
  if (typeof sessionId !== "string") return GUEST;
  return resolveActor(services, { sessionId, kind: options.kind });
}

function withActor(session: Session, actor: Actor): Session {
  if (actor.kind !== "user") return session;
  const { id, email, roles, emailVerified, secondFactorMissing } = actor;
  return { ...session, user: { id, email }, actor: { id, roles, emailVerified, secondFactorMissing } };
}

/** A bearer token, or the app's cookie. Who sends a token is that token's person or nobody, whatever else they carry. */
async function actorOf(
  services: Services,
  request: Request,
  options: AuthOptions,
  cookies: CookieNames,
): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const bearer = /^Bearer (stoa_[A-Za-z0-9_-]{20,100})$/i.exec(authorization)?.[1];
    return bearer === undefined ? GUEST : resolveActor(services, { bearer });
  }
  const token = await getToken({
    req: request,
    secret: services.env.AUTH_SECRET,
    cookieName: cookies.session,
    salt: cookies.session,
    secureCookie: options.secure,
  });
  return actorOfSession(services, options, token?.sid);
}

type CookieNames = ReturnType<typeof cookieNames>;

/** `__Host-` binds a cookie to this host and to HTTPS; without HTTPS a browser would not take it. */
function cookieNames({ cookiePrefix, secure }: AuthOptions) {
  const prefix = `${secure ? "__Host-" : ""}${cookiePrefix}`;
  return {
    session: `${prefix}.session`,
    csrf: `${prefix}.csrf`,
    callback: `${prefix}.callback`,
    device: `${prefix}.device`,
  };
}
