export { issueClaimLink } from "./claim-purchase.ts";
export { type AccountToCreate, createAccount } from "./create-account.ts";
export { EmailTaken, UserNotFound } from "./errors.ts";
export { identityJobs } from "./jobs.ts";
export { accountLinks } from "./links.ts";
export {
  isStaff,
  PASSWORD_LENGTH_MAX,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  ROLE_PERMISSIONS,
  ROLES,
  type Role,
} from "./policy.ts";
export { resolveActor } from "./resolve-actor.ts";
export { identityRouter } from "./router.ts";
export type { LinkAnswer, Me, SessionRow, UserDetail, UserRow } from "./schemas.ts";
export { signOut } from "./sessions.ts";
export { type SignInAnswer, signIn, signInWithCode } from "./sign-in.ts";
