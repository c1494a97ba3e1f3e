/** A mail on its way out. */
export interface OutgoingMail {
  /** Our id of the mail (`mail_…`); its Message-ID is derived from it. */
  id: string;
  /** One address, nothing else. */
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Further headers, such as `X-Correlation-Id`. Never addressing or content headers. */
  headers?: Readonly<Record<string, string>>;
}

/** How mails leave Stoa. Both methods throw `MailUnavailable` when the service cannot be used now. */
export interface MailTransport {
  /** Hands a mail over. Throws `MailRefused` when trying again is pointless. */
  send(mail: OutgoingMail): Promise<{ transportId: string }>;
  /** Connects and signs in without sending; for `stoa doctor` and readiness. */
  verify(): Promise<void>;
  /** Closes kept connections; for a graceful stop. */
  close(): void;
}
