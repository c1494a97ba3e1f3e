import { memberProcedure, publicProcedure, router } from "../trpc.ts";
import { listEnrolments, viewLesson } from "./queries.ts";
import { completeLesson, saveProgress } from "./record-progress.ts";
import * as s from "./schemas.ts";

export const learningRouter = router({
  enrolments: memberProcedure
    .meta({
      access: "signed_in",
      openapi: {
        method: "GET",
        path: "/enrolments",
        tags: ["Learning"],
        summary: "What you learn, the most recent first",
      },
    })
    .input(s.listEnrolmentsInput)
    .output(s.enrolmentPage)
    .query(({ ctx, input }) => listEnrolments(ctx, input)),
  lesson: publicProcedure
    .input(s.lessonInput)
    .output(s.lessonView)
    .query(({ ctx, input }) => viewLesson(ctx, input)),
  saveProgress: memberProcedure
    .input(s.saveProgressInput)
    .output(s.progressAnswer)
    .mutation(({ ctx, input }) => saveProgress(ctx, input)),
  completeLesson: memberProcedure
    .input(s.completeLessonInput)
    .output(s.progressAnswer)
    .mutation(({ ctx, input }) => completeLesson(ctx, input)),
});
