import type { CreateCourseInput } from "../../courses/schemas.ts";

/** A course as the seed tells it; the verbs of the product write it down. */
export interface SeedCourse extends CreateCourseInput {
  instructor: "asha" | "tomas" | "mireille";
  modules: readonly { title: string; lessons: readonly SeedLesson[] }[];
}

export interface SeedLesson {
  slug: string;
  title: string;
  minutes: number;
  preview: boolean;
  body: string;
}
