import { DomainError } from "@stoa/kit";

export class CartFull extends DomainError {
  constructor(most: number) {
    super("unprocessable", "cart_full", `A cart holds ${most} things. Buy some of them first.`, { most });
  }
}
