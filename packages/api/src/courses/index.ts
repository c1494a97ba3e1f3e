export { archiveCourse, createCourse, deleteCourse, publishCourse, updateCourse } from "./edit-course.ts";
export { addLesson, addModule } from "./edit-outline.ts";
export { CourseNotFound, LessonNotFound } from "./errors.ts";
export {
  CATALOGUE_TAG,
  type CourseForSale,
  courseForSale,
  coursesForSale,
  findCourseBySlug,
  getCourse,
} from "./queries.ts";
export { coursesRouter } from "./router.ts";
export { type CourseCard, type CourseDetail, courseCard, type ManagedCourse, type OutlineModule } from "./schemas.ts";
