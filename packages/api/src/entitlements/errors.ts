import { DomainError } from "@stoa/kit";

export class NoAccess extends DomainError {
  constructor(productKind: string, subjectId: string) {
    super("forbidden", "no_access", "You do not own this yet.", { productKind, subjectId });
  }
}
