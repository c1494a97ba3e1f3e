import { DomainError } from "@stoa/kit";

export class TaxRateNotFound extends DomainError {
  constructor(country: string) {
    super("not_found", "tax_rate_not_found", "No tax rate is set for this country.", { country });
  }
}
