import { tables } from "@stoa/db";
import { addMs, MINUTE_MS, normaliseEmail } from "@stoa/kit";
import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { mustBeAdmitted } from "../middleware/admission.ts";
import { callerNetwork, takeLimitFor } from "../middleware/rate-limits.ts";
import type { AccessScope } from "../platform/access-rules.ts";
import type { Context } from "../platform/context.ts";
import { LIMITS } from "../platform/rate-limit.ts";
import { sha256 } from "../platform/secrets.ts";
import { knownDevice } from "./device.ts";
import { AccountBlocked, ChallengeExpired, WrongCode, WrongCredentials } from "./errors.ts";
import { acceptCode, secondFactorOf } from "./second-factor.ts";
import { type OpenedSession, openSession, type SessionKind } from "./sessions.ts";

const { users } = tables;
type User = typeof users.$inferSelect;

export type SignInAnswer =
  | ({ kind: "signed_in" } & OpenedSession)
  /** The password was right; `challenge` and a code from the second factor finish the sign-in within five minutes. */
  | { kind: "second_factor"; challenge: string; expiresAt: Date };

/**
 * Signs in with a password. Throws `WrongCredentials` alike, and after the same work, whether the address is unknown or the
 * password wrong; `NotAdmitted` alike to everybody; `AccountBlocked` only to who knows the password; `TooManyRequests` after five tries in 15 minutes.
 */
export async function signIn(
  ctx: Context,
  input: { email: string; password: string; kind: SessionKind; deviceToken?: string | undefined },
): Promise<SignInAnswer> {
  await mustBeAdmitted(ctx, doorOf(input.kind));
  const user = await withRightPassword(ctx, input);
  if (user.blockedAt !== null) throw new AccountBlocked();
  if ((await secondFactorOf(ctx, user.id))?.confirmedAt) return challengeOf(ctx, user, input.kind);
  return { kind: "signed_in", ...(await openSession(ctx, user, { ...input, secondFactor: false })) };
}

/**
 * Finishes a sign-in with a code of the authenticator, or with a recovery code. Throws `ChallengeExpired`, `WrongCode`,
 * `AccountBlocked`, and `TooManyRequests` after five tries in 15 minutes.
 */
export async function signInWithCode(
  ctx: Context,
  input: { challenge: string; code: string; deviceToken?: string | undefined },
): Promise<{ kind: "signed_in" } & OpenedSession> {
  const challenge = openChallenge(ctx, input.challenge);
  await mustBeAdmitted(ctx, doorOf(challenge.kind));
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, challenge.userId), isNull(users.deletedAt)));
  if (!user || passwordAge(user) !== challenge.passwordAge) throw new ChallengeExpired();
  await takeLimitFor(ctx, "second_factor", user.id);
  if (user.blockedAt !== null) throw new AccountBlocked();
  if (!(await acceptCode(ctx, user, input.code))) throw new WrongCode();
  await ctx.services.limiter.forget(LIMITS.second_factor, user.id);
  const asked = { kind: challenge.kind, deviceToken: input.deviceToken, secondFactor: true };
  return { kind: "signed_in", ...(await openSession(ctx, user, asked)) };
}

/** Which rules of origin a sign-in is held to, before anything is looked up. */
function doorOf(kind: SessionKind): AccessScope {
  return kind === "admin" ? "staffAccess" : "signInAccess";
}

/**
 * The person behind an address and password. The try is counted before the hash is computed, so that parallel guesses cost
 * nothing; a device that the person has used before is counted apart, so that strangers cannot lock them out (T01, T02).
 */
export async function withRightPassword(
  ctx: Context,
  { email, password, deviceToken }: { email: string; password: string; deviceToken?: string | undefined },
): Promise<User> {
  const address = normaliseEmail(email);
  await takeLimitFor(ctx, "sign_in_ip", callerNetwork(ctx));
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.emailNormalised, address), isNull(users.deletedAt)));
  const device = knownDevice(ctx, deviceToken);
  const subject = device && device.userId === user?.id ? `${sha256(address)}:${device.mark}` : sha256(address);
  await takeLimitFor(ctx, "sign_in", subject);
  const right = await ctx.services.passwords.verify(user?.passwordHash ?? null, password);
  if (!user || !right) throw new WrongCredentials();
  await ctx.services.limiter.forget(LIMITS.sign_in, subject);
  return user;
}

const challengeSchema = z.strictObject({
  userId: z.string(),
  kind: z.enum(["web", "admin", "mobile"]),
  passwordAge: z.number(),
  until: z.number(),
});
const PURPOSE = "second-factor-challenge";
const CHALLENGE_MS = 5 * MINUTE_MS;

function challengeOf(ctx: Context, user: User, kind: SessionKind): SignInAnswer {
  const expiresAt = addMs(ctx.clock.now(), CHALLENGE_MS);
  const body: z.infer<typeof challengeSchema> = {
    userId: user.id,
    kind,
    passwordAge: passwordAge(user),
    until: expiresAt.getTime(),
  };
  return { kind: "second_factor", challenge: ctx.services.secrets.seal(PURPOSE, JSON.stringify(body)), expiresAt };
}

function openChallenge(ctx: Context, sealed: string) {
  try {
    const challenge = challengeSchema.parse(JSON.parse(ctx.services.secrets.open(PURPOSE, sealed)));
    if (challenge.until > ctx.clock.now().getTime()) return challenge;
  } catch {
    // What cannot be read is as good as what has expired.
  }
  throw new ChallengeExpired();
}

/** A password changed between the two steps ends the first. */
function passwordAge(user: User): number {
  return user.passwordChangedAt?.getTime() ?? 0;
}
