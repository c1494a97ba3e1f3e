export * from "./errors.ts";
export * from "./mail-data.ts";
export { MAIL_TEMPLATES, renderMail } from "./render-mail.ts";
export { createMailTransport } from "./transport/create-mail-transport.ts";
export type { MailTransport, OutgoingMail } from "./transport/mail-transport.ts";
