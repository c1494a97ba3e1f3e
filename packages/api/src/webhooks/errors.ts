import { DomainError } from "@stoa/kit";

export class EndpointNotFound extends DomainError {
  constructor(id: string) {
    super("not_found", "webhook_endpoint_not_found", "There is no such endpoint.", { id });
  }
}

export class DeliveryNotFound extends DomainError {
  constructor(id: string) {
    super("not_found", "webhook_delivery_not_found", "There is no such delivery. It may have been deleted with age.", {
      id,
    });
  }
}

/** The address must not be called: see `docs/webhooks.md`. */
export class EndpointAddressRefused extends DomainError {
  constructor(host: string, reason: string) {
    super("unprocessable", "webhook_address_refused", `The address ${host} is refused: ${reason}.`, {
      field: "url",
      host,
    });
  }
}

export class EndpointExists extends DomainError {
  constructor(url: string) {
    super("conflict", "webhook_endpoint_exists", "There is an endpoint of this address already.", {
      field: "url",
      url,
    });
  }
}

export class TooManyEndpoints extends DomainError {
  constructor(limit: number) {
    super("conflict", "too_many_webhook_endpoints", `There can be ${limit} endpoints. Delete one first.`, { limit });
  }
}

export class EndpointPaused extends DomainError {
  constructor(id: string) {
    super("conflict", "webhook_endpoint_paused", "The endpoint is paused. Resume it first.", { id });
  }
}

export class DeliveryUnderWay extends DomainError {
  constructor(id: string) {
    super("conflict", "webhook_delivery_under_way", "It is being sent at this moment. Try again in a minute.", { id });
  }
}
