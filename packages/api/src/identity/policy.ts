/** Every permission a procedure can name. */
export const PERMISSIONS = [
  "course:read_draft",
  "course:read_all",
  "course:write",
  "course:publish",
  "course:delete",
  "user:read",
  "user:write",
  "user:block",
  "user:grant_role",
  "order:read",
  "payment:read",
  "payment:refund",
  "payment:review",
  "webhook:read",
  "webhook:replay",
  "webhook:manage",
  "queue:read",
  "queue:manage",
  "lms:read",
  "lms:manage",
  "mail:read",
  "audit:read",
  "audit:export",
  "data:export",
  "ledger:read",
  "report:read",
  "reconciliation:read",
  "reconciliation:resolve",
  "settings:read",
  "settings:write",
  "enrolment:read",
  "video:stream",
  "grant:review",
  "grant:fund",
  "coupon:manage",
  "affiliate:read",
  "affiliate:manage",
  "payout:read",
  "payout:approve",
  "booking:manage",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ["learner", "instructor", "partner", "creator", "affiliate", "staff", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

const STAFF: readonly Permission[] = [
  "course:read_draft",
  "course:read_all",
  "user:read",
  "order:read",
  "payment:read",
  "webhook:read",
  "queue:read",
  "lms:read",
  "lms:manage",
  "mail:read",
  "enrolment:read",
  "report:read",
  "reconciliation:read",
  "settings:read",
  "booking:manage",
  "grant:review",
  "affiliate:read",
  "payout:read",
];
const ADMIN: readonly Permission[] = PERMISSIONS.filter((permission) => permission !== "user:grant_role");

/** The one table (P3): which role may do what. Handlers never look at roles; they name a permission. */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  learner: ["video:stream"],
  instructor: ["video:stream", "course:read_draft", "course:write"],
  partner: [],
  creator: [],
  affiliate: [],
  staff: STAFF,
  admin: ADMIN,
  owner: PERMISSIONS,
};

export const PASSWORD_LENGTH_MIN = 10;
/** A bound for the form, far above any password manager's; Argon2 itself takes any length. */
export const PASSWORD_LENGTH_MAX = 1_024;

/** Roles whose holders work for Stoa: a second factor is mandatory, and a session ends after 30 idle minutes. */
export const STAFF_ROLES: readonly Role[] = ["staff", "admin", "owner"];

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));
}

export function isStaff(roles: readonly Role[]): boolean {
  return roles.some((role) => STAFF_ROLES.includes(role));
}
