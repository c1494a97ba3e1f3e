export { issueClaimLink } from "./claim-purchase.ts";
export { type AccountToCreate, createAccount } from "./create-account.ts";
export { identityJobs } from "./jobs.ts";
export { peopleWhoMay } from "./people-who-may.ts";
export {
  PASSWORD_LENGTH_MAX,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  ROLES,
  type Role,
} from "./policy.ts";
export { resolveActor } from "./resolve-actor.ts";
export { identityRouter } from "./router.ts";
export type { LinkAnswer, Me, SessionRow, UserDetail, UserRow } from "./schemas.ts";
export { signOut } from "./sessions.ts";
export { type SignInAnswer, signIn, signInWithCode } from "./sign-in.ts";
