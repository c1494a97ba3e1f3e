export {
  type EntitlementSource,
  endEntitlements,
  type Grant,
  grantEntitlement,
  joinEntitlements,
} from "./grant-entitlement.ts";
export {
  canAccess,
  type Holder,
  hasLiveEntitlement,
  type ProductKind,
  type Subject,
  subjectsHeldOtherwise,
} from "./queries.ts";
