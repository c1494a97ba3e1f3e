import { emailSchema, pageInput, pageOf, sortInput } from "@stoa/kit";
import { z } from "zod";
import { plainText } from "../platform/clean-text.ts";
import { PASSWORD_LENGTH_MAX, ROLES } from "./policy.ts";

const id = z.string().min(5).max(60);
const token = z.string().min(20).max(200);
/** Only bounded here: what makes a new password good is decided where it is set, so that old ones still sign in. */
const password = z.string().min(1).max(PASSWORD_LENGTH_MAX);
const code = z.string().min(6).max(40);
const sealed = z.string().max(2_000);
const locale = z.enum(["en", "hi", "fr"]);
const timeZone = z.string().max(60).refine(isTimeZone, "is not a time zone");
const country = z.string().regex(/^[A-Z]{2}$/, "is an ISO 3166 code of two capital letters");
const role = z.enum(ROLES);

/** By asking the formatter: the list of zones that the runtime gives leaves out names in use, Asia/Kolkata among them. */
function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return /^[A-Za-z]/.test(zone);
  } catch {
    return false;
  }
}

export const sentAnswer = z.object({ sent: z.literal(true) });
export const doneAnswer = z.object({ done: z.literal(true) });
export const userIdAnswer = z.object({ userId: z.string() });

export const signUpInput = z.strictObject({
  name: plainText({ max: 80 }),
  email: emailSchema,
  password,
});
export type SignUpInput = z.infer<typeof signUpInput>;

export const emailInput = z.strictObject({ email: emailSchema });
export const linkInput = z.strictObject({ token });
export const linkAnswer = z.object({
  purpose: z.enum(["verify_email", "reset_password", "change_email", "claim_purchase"]),
  email: z.string().describe("Where the link was sent."),
  needs: z
    .enum(["nothing", "password", "new_password", "sign_in"])
    .describe("What the page asks for before it confirms."),
});
export type LinkAnswer = z.infer<typeof linkAnswer>;

export const verifyEmailInput = z
  .strictObject({ token, password: password.optional(), newPassword: password.optional() })
  .refine((input) => !(input.password && input.newPassword), { path: ["newPassword"], message: "stands alone" });
export const newPasswordInput = z.strictObject({ token, newPassword: password });
export const claimPurchaseInput = z.strictObject({ token, name: plainText({ max: 80 }), newPassword: password });

export const signInInput = z.strictObject({ email: emailSchema, password, deviceToken: sealed.optional() });
export const signInWithCodeInput = z.strictObject({ challenge: sealed, code, deviceToken: sealed.optional() });
const signedInAnswer = z.object({
  kind: z.literal("signed_in"),
  token: z.string().nullable().describe("Send it as `Authorization: Bearer …`. Shown once."),
  deviceToken: z.string().describe("Keep it on this device and send it with the next sign-in."),
  expiresAt: z.date(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
});
export const signInAnswer = z.discriminatedUnion("kind", [
  signedInAnswer,
  z.object({ kind: z.literal("second_factor"), challenge: z.string(), expiresAt: z.date() }),
]);
export const signInWithCodeAnswer = signedInAnswer;

export const sessionRow = z.object({
  id: z.string(),
  kind: z.enum(["web", "admin", "mobile"]),
  device: z.string(),
  ip: z.string().nullable(),
  lastSeenAt: z.date(),
  createdAt: z.date(),
  current: z.boolean(),
});
export type SessionRow = z.infer<typeof sessionRow>;
export const sessionList = z.object({ items: z.array(sessionRow) });
export const sessionIdInput = z.strictObject({ id });
export const endAllInput = z.strictObject({ exceptThis: z.boolean().default(true) });
export const endedAnswer = z.object({ ended: z.number().int() });

export const twoFactorStart = z.object({
  secret: z.string().describe("Base 32, to type by hand."),
  uri: z.string().describe("`otpauth://…`, to show as a QR code."),
});
export const codeInput = z.strictObject({ code });
export const passwordAndCodeInput = z.strictObject({ password, code });
export const passwordInput = z.strictObject({ password });
export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()).describe("Shown once.") });

export const changePasswordInput = z.strictObject({ password, newPassword: password });
export const changeEmailInput = z.strictObject({ password, email: emailSchema });
export const updateProfileInput = z.strictObject({
  name: plainText({ max: 80 }).optional(),
  locale: locale.optional(),
  timeZone: timeZone.optional(),
  country: country.nullable().optional(),
});
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

export const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  hasPassword: z.boolean(),
  roles: z.array(role),
  permissions: z.array(z.string()),
  locale: z.string(),
  timeZone: z.string(),
  country: z.string().nullable(),
  secondFactor: z.enum(["off", "on", "missing"]).describe("`missing`: the role asks for one before anything else."),
  recoveryCodesLeft: z.number().int(),
});
export type Me = z.infer<typeof me>;

export const USER_SORTS = ["name", "email", "since"] as const;
export type UserSort = (typeof USER_SORTS)[number];

export const listUsersInput = z.strictObject({
  ...pageInput,
  sort: sortInput(USER_SORTS).default("-since"),
  q: z.string().trim().max(100).optional().describe("Part of a name or an e-mail address, or an id."),
  role: role.optional(),
  state: z.enum(["active", "unverified", "blocked"]).optional(),
});
export type ListUsersInput = z.infer<typeof listUsersInput>;
export const userRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  blocked: z.boolean(),
  roles: z.array(role),
  createdAt: z.date(),
});
export type UserRow = z.infer<typeof userRow>;
export const userPage = pageOf(userRow);
export const userIdInput = z.strictObject({ id });
export const userDetail = userRow.extend({
  blockedAt: z.date().nullable(),
  blockedReason: z.string().nullable(),
  locale: z.string(),
  timeZone: z.string(),
  country: z.string().nullable(),
  secondFactor: z.boolean(),
  lastSeenAt: z.date().nullable(),
  liveSessions: z.number().int(),
});
export type UserDetail = z.infer<typeof userDetail>;
export const blockUserInput = z.strictObject({ id, reason: plainText({ max: 300 }) });
export const changeRoleInput = z.strictObject({ id, role });
