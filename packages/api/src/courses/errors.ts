import { DomainError } from "@stoa/kit";

export class CourseNotFound extends DomainError {
  constructor(course: string) {
    super("not_found", "course_not_found", "There is no such course.", { course });
  }
}

export class LessonNotFound extends DomainError {
  constructor(lesson: string) {
    super("not_found", "lesson_not_found", "There is no such lesson in this course.", { lesson });
  }
}

export class ModuleNotFound extends DomainError {
  constructor(module: string) {
    super("not_found", "module_not_found", "There is no such module in this course.", { module });
  }
}

export class SlugTaken extends DomainError {
  constructor(slug: string) {
    super("conflict", "slug_taken", `The address “${slug}” is taken. Choose another.`, { slug });
  }
}

export class CourseChangedMeanwhile extends DomainError {
  constructor(version: number) {
    super(
      "conflict",
      "course_changed_meanwhile",
      "Somebody else changed this course while you were editing. Load it again; your text is still in the form.",
      { version },
    );
  }
}

export class CourseNotReady extends DomainError {
  constructor(missing: readonly string[]) {
    super(
      "unprocessable",
      "course_not_ready",
      `Before it can be published, the course needs ${missing.join(" and ")}.`,
      { missing },
    );
  }
}

export class OrderIncomplete extends DomainError {
  constructor() {
    super("unprocessable", "order_incomplete", "The new order must name every item of the list once.");
  }
}
