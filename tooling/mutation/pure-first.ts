import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Runs the tests that need no database and no sandbox first: the run ends with the first test that fails. */
export class PureFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => costOf(a) - costOf(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

function costOf({ moduleId }: TestSpecification): number {
  return [".db.test.ts", ".story.test.ts"].findIndex((ending) => moduleId.endsWith(ending));
}
