export { createCourse, publishCourse } from "./edit-course.ts";
export { addLesson, addModule } from "./edit-outline.ts";
export { LessonNotFound } from "./errors.ts";
export { lmsCourseChanged } from "./lms-course-changed.ts";
export { mayReadUnpublished } from "./policy.ts";
export {
  type CourseForSale,
  courseForSale,
  coursesForSale,
  findCourseBySlug,
  getCourse,
} from "./queries.ts";
export { coursesRouter } from "./router.ts";
export type { CourseCard, CourseDetail, ManagedCourse, OutlineModule } from "./schemas.ts";
