import type { Money } from "@stoa/kit";

/** The languages Stoa writes in. */
export const MAIL_LOCALES = ["en", "hi", "fr"] as const;
export type MailLocale = (typeof MAIL_LOCALES)[number];

/** Who is greeted; null greets without a name. */
interface Greeted {
  name: string | null;
}

/** When something happened, as an ISO instant, and the time zone in which its reader lives. */
interface Happened {
  at: string;
  timeZone: string;
}

/**
 * What each mail is made of. Everything is plain JSON, because a mail's data waits in the database between the commit
 * that caused it and its sending. URLs are absolute.
 */
export interface MailData {
  "verify-email": Greeted & { verifyUrl: string; validForMinutes: number };
  "password-reset": Greeted & { resetUrl: string; validForMinutes: number };
  /** To the new address. */
  "email-change-confirm": Greeted & { confirmUrl: string; validForMinutes: number };
  /** To the old address. `newEmail` is masked by the caller: `m…@example.com`. */
  "email-changed-notice": Greeted & Happened & { newEmail: string; supportUrl: string };
  "password-changed-notice": Greeted & Happened & { resetUrl: string };
  /** Somebody signed up with an address that has an account; the form itself does not tell. */
  "account-exists": Greeted & { signInUrl: string; resetUrl: string };
  "two-factor-changed": Greeted & Happened & { change: TwoFactorChange; securityUrl: string };
  "new-device-sign-in": Greeted & Happened & { device: string; ipAddress: string; sessionsUrl: string };
  "order-receipt": Greeted & Happened & OrderReceiptData;
  "enrolment-ready": Greeted & { courseTitle: string; courseUrl: string; lmsUrl: string | null };
  "payment-held-for-review": Greeted & { orderId: string; paid: Money; orderUrl: string };
  /** Money is on its way back to the buyer; `ended` are the titles of what they no longer have. */
  "refund-issued": Greeted & {
    orderId: string;
    /** Null for money that never became a sale. */
    creditNoteNumber: string | null;
    amount: Money;
    ended: readonly string[];
    orderUrl: string;
  };
  /** The buyer's bank has asked for the money back, or has decided about it. */
  "payment-disputed": Greeted & { orderId: string; amount: Money; state: DisputeState; orderUrl: string };
  "checkout-expired": Greeted & { titles: readonly string[]; checkoutUrl: string };
  "affiliate-welcome": Greeted & { link: string; code: string; rateBps: number; dashboardUrl: string };
  /** `availableAt` is when the commission can be paid out. */
  "affiliate-first-sale": Greeted & { commission: Money; availableAt: string; timeZone: string; dashboardUrl: string };
  /** `reason` is staff's own words to the person. */
  "affiliate-suspended": Greeted & { reason: string; supportUrl: string };
  /** To the person, and to the account before where that is an address. `account` is masked; `usableFrom` an instant. */
  "payout-account-changed": Greeted & Happened & { service: string; account: string; usableFrom: string; url: string };
  "payout-sent": Greeted & PayoutMailData;
  /** Refused by the service, or come back; either way it is the payee's again. */
  "payout-failed": Greeted & PayoutMailData & { came: "refused" | "back" };
  /** To staff who may approve. */
  "payout-approval-needed": Greeted & { payouts: number; total: Money; payoutsUrl: string };
  "grant-approved": Greeted & GrantApprovedData;
  /** `reason` is the reviewer's own words. */
  "grant-rejected": Greeted & { courseTitle: string; reason: string; catalogueUrl: string };
  /** A grant that was given is taken back; `reason` is staff's own words. */
  "grant-revoked": Greeted & { courseTitle: string; reason: string; catalogueUrl: string };
  /** `reason` is staff's own words to the person, or null. */
  "account-blocked": Greeted & { reason: string | null; supportUrl: string };
  /** To staff. `severity` words the subject; `facts` hold ids and figures, no personal data. */
  "ops-alert": Happened & OpsAlertData;
}

export type TwoFactorChange = "enabled" | "disabled" | "recovery-codes-renewed" | "recovery-code-used";

export type DisputeState = "opened" | "won" | "lost";

export interface PayoutMailData {
  payoutId: string;
  amount: Money;
  /** The service and what of the account may be shown. */
  account: string;
  payoutsUrl: string;
}

export interface OrderReceiptData {
  orderId: string;
  invoiceNumber: string;
  lines: ReadonlyArray<{ title: string; quantity: number; amount: Money; url: string | null }>;
  /** Null when no tax applies. `rateBps` 1900 is 19%; `included` when the lines' amounts contain it. */
  tax: { amount: Money; rateBps: number; included: boolean } | null;
  total: Money;
  /** How much of it is a donation, which buys nothing and opens nothing. */
  gift: "none" | "part" | "all";
  orderUrl: string;
  /** For a guest: where the purchase is joined to an account. Null for a signed-in buyer. */
  claimUrl: string | null;
  /** Whether a place in the external learning system is still being prepared. */
  lmsPending: boolean;
}

export interface GrantApprovedData {
  courseTitle: string;
  /** Of the price, paid by the grant. */
  percent: number;
  toPay: Money;
  code: string;
  /** The instant at which the code stops working, and the zone to write it in. */
  until: string;
  timeZone: string;
  redeemUrl: string;
}

export interface OpsAlertData {
  severity: "warning" | "critical";
  title: string;
  summary: string;
  facts: ReadonlyArray<{ label: string; value: string }>;
  runbookUrl: string | null;
}

export type MailTemplate = keyof MailData;

/** A mail ready to be sent. The two bodies say the same. */
export interface RenderedMail {
  subject: string;
  html: string;
  text: string;
}
