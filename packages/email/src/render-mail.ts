import { type Language, languageOf } from "./language.ts";
import { greetingName, singleLine } from "./layout/clean-text.ts";
import { toHtml } from "./layout/html.ts";
import { type Letter, paragraph } from "./layout/letter.ts";
import { toText } from "./layout/text.ts";
import type { MailData, MailLocale, MailTemplate, RenderedMail } from "./mail-data.ts";
import { accountBlocked } from "./templates/account-blocked.ts";
import { accountExists } from "./templates/account-exists.ts";
import { affiliateFirstSale } from "./templates/affiliate-first-sale.ts";
import { affiliateSuspended } from "./templates/affiliate-suspended.ts";
import { affiliateWelcome } from "./templates/affiliate-welcome.ts";
import { checkoutExpired } from "./templates/checkout-expired.ts";
import { emailChangeConfirm } from "./templates/email-change-confirm.ts";
import { emailChangedNotice } from "./templates/email-changed-notice.ts";
import { enrolmentReady } from "./templates/enrolment-ready.ts";
import { grantApproved } from "./templates/grant-approved.ts";
import { grantRejected } from "./templates/grant-rejected.ts";
import { grantRevoked } from "./templates/grant-revoked.ts";
import { newDeviceSignIn } from "./templates/new-device-sign-in.ts";
import { opsAlert } from "./templates/ops-alert.ts";
import { orderReceipt } from "./templates/order-receipt.ts";
import { passwordChangedNotice } from "./templates/password-changed-notice.ts";
import { passwordReset } from "./templates/password-reset.ts";
import { paymentDisputed } from "./templates/payment-disputed.ts";
import { paymentHeldForReview } from "./templates/payment-held-for-review.ts";
import { payoutAccountChanged } from "./templates/payout-account-changed.ts";
import { payoutApprovalNeeded } from "./templates/payout-approval-needed.ts";
import { payoutFailed } from "./templates/payout-failed.ts";
import { payoutSent } from "./templates/payout-sent.ts";
import { refundIssued } from "./templates/refund-issued.ts";
import { twoFactorChanged } from "./templates/two-factor-changed.ts";
import { verifyEmail } from "./templates/verify-email.ts";

type Templates = { readonly [T in MailTemplate]: (data: MailData[T], language: Language) => Letter };

const TEMPLATES: Templates = {
  "verify-email": verifyEmail,
  "password-reset": passwordReset,
  "email-change-confirm": emailChangeConfirm,
  "email-changed-notice": emailChangedNotice,
  "password-changed-notice": passwordChangedNotice,
  "account-exists": accountExists,
  "two-factor-changed": twoFactorChanged,
  "new-device-sign-in": newDeviceSignIn,
  "order-receipt": orderReceipt,
  "enrolment-ready": enrolmentReady,
  "payment-held-for-review": paymentHeldForReview,
  "refund-issued": refundIssued,
  "payment-disputed": paymentDisputed,
  "checkout-expired": checkoutExpired,
  "affiliate-welcome": affiliateWelcome,
  "affiliate-first-sale": affiliateFirstSale,
  "affiliate-suspended": affiliateSuspended,
  "payout-account-changed": payoutAccountChanged,
  "payout-sent": payoutSent,
  "payout-failed": payoutFailed,
  "payout-approval-needed": payoutApprovalNeeded,
  "grant-approved": grantApproved,
  "grant-rejected": grantRejected,
  "grant-revoked": grantRevoked,
  "account-blocked": accountBlocked,
  "ops-alert": opsAlert,
};

export const MAIL_TEMPLATES = Object.keys(TEMPLATES) as MailTemplate[];

/** The subject and both bodies of a mail. Text of people is escaped in HTML and kept to one line everywhere. */
export function renderMail<T extends MailTemplate>(template: T, locale: MailLocale, data: MailData[T]): RenderedMail {
  const language = languageOf(locale);
  const letter = TEMPLATES[template](data, language);
  const greeting = "name" in data ? [paragraph(language.messages.common.greeting(greetingName(data.name)))] : [];
  const whole: Letter = { ...letter, subject: singleLine(letter.subject), blocks: [...greeting, ...letter.blocks] };
  return { subject: whole.subject, html: toHtml(whole, language), text: toText(whole, language) };
}
