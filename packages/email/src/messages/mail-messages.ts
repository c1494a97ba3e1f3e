import type { DisputeState, TwoFactorChange } from "../mail-data.ts";

/** Words that every mail has. */
interface Opening {
  subject: string;
  /** The line that a mailbox shows behind the subject. */
  preview: string;
}

/** Every word of every mail. A language that lacks one does not compile. */
export interface MailMessages {
  common: {
    greeting(name: string | null): string;
    signOff: string;
    footer: string;
    /** Before the bare URL under a button, for readers whose mail program shows no buttons. */
    orOpen: string;
    validFor(duration: string): string;
    notYou: string;
    when: string;
  };
  "verify-email": Opening & { body: string; action: string };
  "password-reset": Opening & { body: string; action: string };
  "email-change-confirm": Opening & { body: string; action: string };
  "email-changed-notice": Opening & { body(newEmail: string): string; notYou: string; action: string };
  "password-changed-notice": Opening & { body: string; notYou: string; action: string };
  "account-exists": Opening & { body: string; action: string; forgotten: string; reset: string };
  "two-factor-changed": Readonly<Record<TwoFactorChange, Opening & { body: string }>> & {
    notYou: string;
    action: string;
  };
  "new-device-sign-in": Opening & { body: string; device: string; address: string; notYou: string; action: string };
  "order-receipt": {
    subject(invoiceNumber: string): string;
    preview(total: string): string;
    body: string;
    order: string;
    invoice: string;
    paidOn: string;
    bill: string;
    quantity(count: number, title: string): string;
    taxIncluded(rate: string): string;
    taxAdded(rate: string): string;
    total: string;
    claim: string;
    claimAction: string;
    openAction: string;
    seeOrder: string;
    lmsPending: string;
    /** For an order that holds nothing but a donation. */
    gift: {
      subject(invoiceNumber: string): string;
      body: string;
      bill: string;
      total: string;
      claim: string;
      claimAction: string;
    };
    /** For one that holds a donation beside what was bought. */
    giftPart: string;
  };
  "enrolment-ready": {
    subject(course: string): string;
    preview: string;
    body(course: string): string;
    action: string;
    lms: string;
    lmsLink: string;
  };
  "payment-held-for-review": Opening & { body(paid: string): string; next: string; order: string; action: string };
  "refund-issued": {
    subject: string;
    preview(amount: string): string;
    body(amount: string): string;
    when: string;
    ended: string;
    order: string;
    creditNote: string;
    action: string;
    seeOrder: string;
  };
  "payment-disputed": Readonly<Record<DisputeState, Opening & { body(amount: string): string }>> & {
    order: string;
    action: string;
  };
  "checkout-expired": Opening & { body: string; list: string; action: string };
  "affiliate-welcome": Opening & {
    body(rate: string): string;
    link: string;
    code: string;
    held: string;
    action: string;
  };
  "affiliate-first-sale": Opening & { body(commission: string): string; held(moment: string): string; action: string };
  "affiliate-suspended": Opening & { body: string; reason: string; money: string; action: string };
  "payout-account-changed": Opening & {
    body: string;
    account: string;
    usableFrom: string;
    notYou: string;
    action: string;
  };
  "payout-sent": {
    subject: string;
    preview(amount: string): string;
    body(amount: string): string;
    account: string;
    payout: string;
    action: string;
  };
  "payout-failed": Opening & {
    refused(amount: string): string;
    back(amount: string): string;
    next: string;
    account: string;
    payout: string;
    action: string;
  };
  "payout-approval-needed": Opening & { body: string; payouts: string; total: string; action: string };
  "grant-approved": {
    subject(course: string): string;
    preview: string;
    body(course: string, share: string): string;
    code: string;
    toPay: string;
    nothing: string;
    until: string;
    action: string;
    personal: string;
  };
  "grant-rejected": {
    subject(course: string): string;
    preview: string;
    body(course: string): string;
    reason: string;
    again: string;
    action: string;
  };
  "grant-revoked": {
    subject(course: string): string;
    preview: string;
    body(course: string): string;
    reason: string;
    action: string;
  };
  "account-blocked": Opening & { body: string; reason: string; money: string; action: string };
  "ops-alert": {
    severity: Readonly<Record<"warning" | "critical", string>>;
    preview: string;
    runbook: string;
  };
}
