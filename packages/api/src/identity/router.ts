import { memberProcedure, permittedProcedure, publicFormProcedure, publicProcedure, router } from "../trpc.ts";
import { blockUser, unblockUser } from "./block-user.ts";
import { claimPurchase } from "./claim-purchase.ts";
import { changePassword, confirmEmailChange, requestEmailChange, updateProfile } from "./own-account.ts";
import { completePasswordReset, requestPasswordReset } from "./password-reset.ts";
import { getMe, getUser, listUsers, readLink } from "./queries.ts";
import { grantRole, revokeRole } from "./roles.ts";
import * as s from "./schemas.ts";
import { endAllSessions, endSession, listSessions, signOut } from "./sessions.ts";
import { endSessionsByStaff, listSessionsOf } from "./sessions-of-others.ts";
import { signIn, signInWithCode } from "./sign-in.ts";
import { resendVerification, signUp } from "./sign-up.ts";
import { beginTwoFactor, confirmTwoFactor, disableTwoFactor, renewRecoveryCodes } from "./two-factor.ts";
import { verifyEmail } from "./verify-email.ts";

const DONE = { done: true } as const;

/** Open to staff who have still to enrol a second factor, and to everybody who is signed in. */
const early = memberProcedure.meta({ access: "signed_in", beforeSecondFactor: true });

const signUpForm = publicFormProcedure({ action: "sign_up", whenUnavailable: "refuse" });
const resetForm = publicFormProcedure({ action: "password_reset", whenUnavailable: "refuse" });

export const identityRouter = router({
  signUp: signUpForm
    .meta({ access: "anyone", limit: "sign_up" })
    .input(s.signUpInput)
    .output(s.sentAnswer)
    .mutation(({ ctx, input }) => signUp(ctx, input)),
  resendVerification: signUpForm
    .meta({ access: "anyone", limit: "sign_up" })
    .input(s.emailInput)
    .output(s.sentAnswer)
    .mutation(({ ctx, input }) => resendVerification(ctx, input.email)),
  readLink: publicProcedure
    .meta({ access: "anyone", limit: "token" })
    .input(s.linkInput)
    .output(s.linkAnswer)
    .query(({ ctx, input }) => readLink(ctx, input.token)),
  verifyEmail: publicProcedure
    .meta({ access: "anyone", limit: "token" })
    .input(s.verifyEmailInput)
    .output(s.userIdAnswer)
    .mutation(({ ctx, input }) => verifyEmail(ctx, input)),
  claimPurchase: publicProcedure
    .meta({ access: "anyone", limit: "token" })
    .input(s.claimPurchaseInput)
    .output(s.userIdAnswer)
    .mutation(({ ctx, input }) => claimPurchase(ctx, input)),

  signIn: publicProcedure
    .meta({ access: "anyone", limit: "sign_in_ip" })
    .input(s.signInInput)
    .output(s.signInAnswer)
    .mutation(({ ctx, input }) => signIn(ctx, { ...input, kind: "mobile" })),
  signInWithCode: publicProcedure
    .meta({ access: "anyone", limit: "sign_in_ip" })
    .input(s.signInWithCodeInput)
    .output(s.signInWithCodeAnswer)
    .mutation(({ ctx, input }) => signInWithCode(ctx, input)),
  signOut: early.output(s.doneAnswer).mutation(async ({ ctx }) => {
    await signOut(ctx);
    return DONE;
  }),

  requestPasswordReset: resetForm
    .meta({ access: "anyone", limit: "sign_up" })
    .input(s.emailInput)
    .output(s.sentAnswer)
    .mutation(({ ctx, input }) => requestPasswordReset(ctx, input.email)),
  completePasswordReset: publicProcedure
    .meta({ access: "anyone", limit: "token" })
    .input(s.newPasswordInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await completePasswordReset(ctx, input);
      return DONE;
    }),

  me: early.output(s.me).query(({ ctx }) => getMe(ctx)),
  updateProfile: memberProcedure
    .input(s.updateProfileInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await updateProfile(ctx, input);
      return DONE;
    }),
  changePassword: memberProcedure
    .input(s.changePasswordInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await changePassword(ctx, input);
      return DONE;
    }),
  requestEmailChange: memberProcedure
    .input(s.changeEmailInput)
    .output(s.sentAnswer)
    .mutation(({ ctx, input }) => requestEmailChange(ctx, input)),
  confirmEmailChange: memberProcedure
    .meta({ access: "signed_in", limit: "token" })
    .input(s.linkInput)
    .output(s.doneAnswer)
    .mutation(async ({ ctx, input }) => {
      await confirmEmailChange(ctx, input.token);
      return DONE;
    }),

  sessions: router({
    list: early.output(s.sessionList).query(async ({ ctx }) => ({ items: await listSessions(ctx) })),
    end: early
      .input(s.sessionIdInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await endSession(ctx, input.id);
        return DONE;
      }),
    endAll: early
      .input(s.endAllInput)
      .output(s.endedAnswer)
      .mutation(async ({ ctx, input }) => ({ ended: await endAllSessions(ctx, input) })),
  }),

  twoFactor: router({
    begin: early
      .input(s.passwordInput)
      .output(s.twoFactorStart)
      .mutation(({ ctx, input }) => beginTwoFactor(ctx, input.password)),
    confirm: early
      .input(s.codeInput)
      .output(s.recoveryCodesAnswer)
      .mutation(({ ctx, input }) => confirmTwoFactor(ctx, input.code)),
    disable: memberProcedure
      .input(s.passwordAndCodeInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await disableTwoFactor(ctx, input);
        return DONE;
      }),
    renewRecoveryCodes: memberProcedure
      .input(s.passwordAndCodeInput)
      .output(s.recoveryCodesAnswer)
      .mutation(({ ctx, input }) => renewRecoveryCodes(ctx, input)),
  }),

  users: router({
    list: permittedProcedure("user:read")
      .input(s.listUsersInput)
      .output(s.userPage)
      .query(({ ctx, input }) => listUsers(ctx, input)),
    get: permittedProcedure("user:read")
      .input(s.userIdInput)
      .output(s.userDetail)
      .query(({ ctx, input }) => getUser(ctx, input.id)),
    sessions: permittedProcedure("user:read")
      .input(s.userIdInput)
      .output(s.sessionList)
      .query(async ({ ctx, input }) => ({ items: await listSessionsOf(ctx, input.id) })),
    endSessions: permittedProcedure("user:block")
      .input(s.userIdInput)
      .output(s.endedAnswer)
      .mutation(({ ctx, input }) => endSessionsByStaff(ctx, input.id)),
    block: permittedProcedure("user:block")
      .input(s.blockUserInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await blockUser(ctx, input);
        return DONE;
      }),
    unblock: permittedProcedure("user:block")
      .input(s.userIdInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await unblockUser(ctx, input.id);
        return DONE;
      }),
    grantRole: permittedProcedure("user:grant_role")
      .input(s.changeRoleInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await grantRole(ctx, input);
        return DONE;
      }),
    revokeRole: permittedProcedure("user:grant_role")
      .input(s.changeRoleInput)
      .output(s.doneAnswer)
      .mutation(async ({ ctx, input }) => {
        await revokeRole(ctx, input);
        return DONE;
      }),
  }),
});
