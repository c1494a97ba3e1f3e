/**
 * How far a call reaches that names a thing: everybody's, because a permission stands before it (`staff`); what is public
 * anyway; what a sealed or mailed secret names; or the caller's own alone, where a stranger's id must be answered as one
 * that is nobody's.
 */
export type Reach = "staff" | "public" | "secret" | "own";

/** Written by hand, beside `EXPECTED_ACCESS`: a new procedure that takes an id, a slug or a token needs a row here. */
export const EXPECTED_REACH = {
  "affiliates.manage.get": "staff",
  "affiliates.manage.referrals": "staff",
  "affiliates.manage.terms": "staff",
  "affiliates.manage.suspend": "staff",
  "affiliates.manage.reinstate": "staff",
  "affiliates.manage.decide": "staff",
  "affiliates.manage.agreeTerms": "staff",
  "affiliates.manage.endTerms": "staff",
  "affiliates.manage.retireCreative": "staff",

  "audit.search": "staff",
  "audit.export": "staff",

  "cart.add": "public",
  "cart.remove": "public",

  "payouts.setAccount": "own",
  "payouts.request": "own",
  "payouts.manage.list": "staff",
  "payouts.manage.get": "staff",
  "payouts.manage.batch": "staff",
  "payouts.manage.approveBatch": "staff",
  "payouts.manage.approve": "staff",
  "payouts.manage.reject": "staff",

  "reconciliation.run": "staff",
  "reconciliation.findings": "staff",
  "reconciliation.takeOver": "staff",
  "reconciliation.explain": "staff",

  "checkout.quote": "public",
  "checkout.start": "public",
  "checkout.confirmReturn": "own",
  "checkout.confirmFree": "secret",
  "checkout.recordRepayment": "staff",
  "checkout.disputes.get": "staff",
  "checkout.disputes.submitEvidence": "staff",
  "checkout.refunds.preview": "staff",
  "checkout.refunds.request": "staff",
  "checkout.refunds.cancel": "staff",
  "checkout.refunds.owed": "staff",
  "checkout.refunds.offer": "own",
  "checkout.refunds.previewReturn": "own",
  "checkout.refunds.returnLines": "own",
  "checkout.acceptReview": "staff",
  "checkout.closeReview": "staff",

  "coupons.create": "staff",
  "coupons.pause": "staff",
  "coupons.resume": "staff",
  "coupons.end": "staff",

  "grants.submit": "public",
  "grants.applications.approve": "staff",
  "grants.applications.reject": "staff",
  "grants.pools.contribute": "staff",
  "grants.pools.close": "staff",
  "grants.pools.reopen": "staff",

  "courses.list": "public",
  "courses.get": "public",
  "courses.manage.get": "own",
  "courses.manage.create": "public",
  "courses.manage.update": "own",
  "courses.manage.publish": "staff",
  "courses.manage.archive": "staff",
  "courses.manage.delete": "staff",
  "courses.manage.restore": "staff",
  "courses.manage.addModule": "own",
  "courses.manage.renameModule": "own",
  "courses.manage.removeModule": "own",
  "courses.manage.reorderModules": "own",
  "courses.manage.lesson": "own",
  "courses.manage.addLesson": "own",
  "courses.manage.updateLesson": "own",
  "courses.manage.removeLesson": "own",
  "courses.manage.reorderLessons": "own",

  "identity.readLink": "secret",
  "identity.verifyEmail": "secret",
  "identity.claimPurchase": "secret",
  "identity.completePasswordReset": "secret",
  "identity.confirmEmailChange": "secret",
  "identity.signIn": "secret",
  "identity.signInWithCode": "secret",
  "identity.sessions.end": "own",
  "identity.users.get": "staff",
  "identity.users.sessions": "staff",
  "identity.users.endSessions": "staff",
  "identity.users.block": "staff",
  "identity.users.unblock": "staff",
  "identity.users.grantRole": "staff",
  "identity.users.revokeRole": "staff",

  "learning.lesson": "public",
  "learning.saveProgress": "own",
  "learning.completeLesson": "own",

  "lms.syncs": "staff",
  "lms.retry": "staff",

  "notifications.markRead": "own",
  "notifications.mails.retry": "staff",

  "orders.get": "own",
  "orders.status": "own",
  "orders.receipt": "own",
  "orders.creditNotes": "own",
  "orders.creditNote": "own",
  "orders.timeline": "staff",

  "payments.inbox": "staff",
  "payments.inboxEvent": "staff",
  "payments.replay": "staff",
  "payments.ofOrder": "staff",

  "reporting.ledger.statement": "staff",
  "reporting.ledger.entries": "staff",
  "reporting.ledger.entry": "staff",
  "reporting.queues.replay": "staff",
  "reporting.queues.discard": "staff",

  "settings.change": "staff",
} as const satisfies Readonly<Record<string, Reach>>;
