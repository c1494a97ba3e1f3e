import { DomainError } from "@stoa/kit";

/** Whoever saves a rule must still get in under it; nobody else could take it back for them. */
export class WouldShutYouOut extends DomainError {
  constructor({ ip, country }: { ip: string; country: string | null }) {
    super(
      "unprocessable",
      "would_shut_you_out",
      `This would shut you out: you come from ${ip}, country ${country ?? "unknown"}. Nothing was saved.`,
      { ip, country },
    );
  }
}

export class TaxRateNotFound extends DomainError {
  constructor(country: string) {
    super("not_found", "tax_rate_not_found", "No tax rate is set for this country.", { country });
  }
}
