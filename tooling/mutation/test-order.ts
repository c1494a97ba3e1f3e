import { BaseSequencer, type Reporter, type TestSpecification } from "vitest/node";

/** Test files that need no database and no sandbox come before those that need one, and these before those that need both. */
const COSTLY_ENDINGS = [".db.test.ts", ".story.test.ts"];

/** As many files that noticed a fault lately are tried before all others. */
const LATELY = 3;

/**
 * A reporter and the sequencer that listens to it. The run of a fault ends with the first test that fails, so what is
 * likely to notice it and what costs little goes first. A fault is a line from the one before, and what noticed that one
 * is likely to notice this one too.
 */
export function likelyFirst() {
  const noticed: string[] = [];

  const reporter: Reporter = {
    onTestRunEnd(modules) {
      const [failed] = modules.filter((module) => module.state() === "failed");
      if (!failed) return;
      const others = noticed.filter((moduleId) => moduleId !== failed.moduleId);
      noticed.splice(0, noticed.length, failed.moduleId, ...others.slice(0, LATELY - 1));
    },
  };

  class LikelyFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = (file: TestSpecification) => [
        noticed.includes(file.moduleId) ? noticed.indexOf(file.moduleId) - LATELY : 0,
        COSTLY_ENDINGS.findIndex((ending) => file.moduleId.endsWith(ending)),
        this.ctx.cache.getTestSpecificationResult(file)?.duration ?? 0,
      ];
      return [...files].sort((a, b) => compare(rank(a), rank(b)) || a.moduleId.localeCompare(b.moduleId));
    }
  }

  return { reporter, sequencer: LikelyFirst };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
