import { DomainError } from "@stoa/kit";

export class MailNotConfigured extends DomainError {
  constructor() {
    super("unavailable", "mail_not_configured", "No way to send mail is configured: set SMTP_URL or SENDGRID_API_KEY.");
  }
}

export class MailNotFound extends DomainError {
  constructor(mail: string) {
    super("not_found", "mail_not_found", "There is no such mail.", { mail });
  }
}

export class MailNotFailed extends DomainError {
  constructor(mail: string) {
    super("conflict", "mail_not_failed", "Only a mail that failed is sent again.", { mail });
  }
}

export class NotificationNotFound extends DomainError {
  constructor(notification: string) {
    super("not_found", "notification_not_found", "There is no such notification.", { notification });
  }
}
