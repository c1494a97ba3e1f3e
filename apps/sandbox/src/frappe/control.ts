import { z } from "zod";
import { controlBody } from "../control/control-body.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { courseSchema, putCourse } from "./courses.ts";
import { FrappeError } from "./errors.ts";
import { completeLessons, deskOf } from "./learn.ts";
import { changeSite } from "./site.ts";

const siteSchema = z.strictObject({
  roles: z.array(z.string()).optional(),
  throttleUserLimit: z.int().min(0).optional(),
});
const completeSchema = z.strictObject({
  course: z.string(),
  member: z.string(),
  /** All lessons unless named. */
  lessons: z.array(z.string()).optional(),
});

/** The levers of a test: describe a course, change the site, play the learner. */
export function lmsControls(app: SandboxApp, deps: Deps): void {
  app.post("/control/lms/courses", async (context) => {
    const course = await controlBody(context, courseSchema);
    await putCourse(deps, course);
    return context.json({ course: course.name });
  });
  app.post("/control/lms/site", async (context) => {
    const { roles, throttleUserLimit } = await controlBody(context, siteSchema);
    const change = { ...(roles && { roles }), ...(throttleUserLimit !== undefined && { throttleUserLimit }) };
    return context.json(await changeSite(deps.books, change));
  });
  app.post("/control/lms/complete", async (context) => {
    const { course, member, lessons } = await controlBody(context, completeSchema);
    const desk = await deskOf(deps, course, member);
    try {
      await completeLessons(deps, course, member, lessons ?? desk?.course.lesson_titles ?? []);
    } catch (error) {
      if (!(error instanceof FrappeError)) throw error;
      return context.json({ error: { code: "refused", message: error.message } }, 409);
    }
    return context.json({ progress: (await deskOf(deps, course, member))?.progress ?? null });
  });
}
