import { pageInput, pageOf } from "@stoa/kit";
import { z } from "zod";

const slug = z.string().min(2).max(80);
const id = z.string().min(5).max(60);

export const enrolmentStatus = z.enum(["pending", "active", "completed", "expired", "refunded"]);

export const lessonInput = z.strictObject({ course: slug, lesson: slug });
export const saveProgressInput = z.strictObject({
  lessonId: id,
  position: z.number().min(0).max(1).describe("How far the reader came: 0 is the top, 1 the end."),
});
export const completeLessonInput = z.strictObject({ lessonId: id, completed: z.boolean() });

const progressLesson = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  minutes: z.number(),
  preview: z.boolean(),
  completed: z.boolean(),
  open: z.boolean(),
});
const neighbour = z.object({ slug: z.string(), title: z.string() }).nullable();

export const lessonView = z.object({
  course: z.object({ id: z.string(), slug: z.string(), title: z.string(), language: z.string() }),
  lesson: z.object({
    id: z.string(),
    slug: z.string(),
    title: z.string(),
    minutes: z.number(),
    preview: z.boolean(),
    body: z.string().describe("Clean HTML."),
  }),
  enrolled: z.boolean(),
  position: z.number(),
  completed: z.boolean(),
  progressPercent: z.number().int(),
  modules: z.array(z.object({ id: z.string(), title: z.string(), lessons: z.array(progressLesson) })),
  previous: neighbour,
  next: neighbour,
});
export type LessonView = z.infer<typeof lessonView>;

export const progressAnswer = z.object({
  lessonId: z.string(),
  completed: z.boolean(),
  progressPercent: z.number().int(),
  courseCompleted: z.boolean(),
});
export type ProgressAnswer = z.infer<typeof progressAnswer>;

export const listEnrolmentsInput = z.strictObject({ ...pageInput });
export const enrolmentView = z.object({
  id: z.string(),
  status: enrolmentStatus,
  course: z.object({ id: z.string(), slug: z.string(), title: z.string(), summary: z.string() }),
  lessonCount: z.number().int(),
  completedCount: z.number().int(),
  progressPercent: z.number().int(),
  accessible: z.boolean().describe("Whether a live entitlement still opens it."),
  resume: z.object({ slug: z.string(), title: z.string() }).nullable(),
  lastAccessedAt: z.date().nullable(),
  completedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type EnrolmentView = z.infer<typeof enrolmentView>;
export const enrolmentPage = pageOf(enrolmentView);
