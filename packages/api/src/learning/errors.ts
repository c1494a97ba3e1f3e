import { DomainError } from "@stoa/kit";

export class NotEnrolled extends DomainError {
  constructor(course: string) {
    super("forbidden", "not_enrolled", "This lesson opens once you own the course.", { course });
  }
}
