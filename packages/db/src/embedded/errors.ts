import { DomainError } from "@stoa/kit";

/** The Postgres that comes from npm cannot be used on this machine; the message says why and what to do instead. */
export class NoEmbeddedPostgres extends DomainError {
  constructor(message: string) {
    super("unavailable", "no_embedded_postgres", message);
  }
}
