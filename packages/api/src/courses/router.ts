import { permittedProcedure, publicProcedure, router } from "../trpc.ts";
import {
  archiveCourse,
  createCourse,
  deleteCourse,
  publishCourse,
  restoreCourse,
  updateCourse,
} from "./edit-course.ts";
import {
  addLesson,
  addModule,
  getManagedLesson,
  removeLesson,
  removeModule,
  renameModule,
  reorderLessons,
  reorderModules,
  updateLesson,
} from "./edit-outline.ts";
import { getCourse, getManagedCourse, listCategories, listCourses, listManagedCourses } from "./queries.ts";
import * as s from "./schemas.ts";

const writer = permittedProcedure("course:write");
const publisher = permittedProcedure("course:publish");
const reader = permittedProcedure("course:read_draft");
const remover = permittedProcedure("course:delete");

export const coursesRouter = router({
  list: publicProcedure
    .meta({
      access: "anyone",
      openapi: { method: "GET", path: "/courses", tags: ["Catalogue"], summary: "Published courses, page by page" },
    })
    .input(s.listCoursesInput)
    .output(s.coursePage)
    .query(({ ctx, input }) => listCourses(ctx, input)),
  get: publicProcedure
    .meta({
      access: "anyone",
      openapi: {
        method: "GET",
        path: "/courses/{slug}",
        tags: ["Catalogue"],
        summary: "A published course with its outline",
      },
    })
    .input(s.getCourseInput)
    .output(s.courseDetail)
    .query(({ ctx, input }) => getCourse(ctx, input.slug)),
  categories: publicProcedure
    .meta({
      access: "anyone",
      openapi: {
        method: "GET",
        path: "/categories",
        tags: ["Catalogue"],
        summary: "Categories that hold published courses",
      },
    })
    .output(s.categoryList)
    .query(({ ctx }) => listCategories(ctx)),

  manage: router({
    list: reader
      .input(s.listManagedInput)
      .output(s.managedPage)
      .query(({ ctx, input }) => listManagedCourses(ctx, input)),
    get: reader
      .input(s.courseIdInput)
      .output(s.managedCourse)
      .query(({ ctx, input }) => getManagedCourse(ctx, input.id)),
    create: writer
      .input(s.createCourseInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => createCourse(ctx, input)),
    update: writer
      .input(s.updateCourseInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => updateCourse(ctx, input)),
    publish: publisher
      .input(s.courseIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => publishCourse(ctx, input.id)),
    archive: publisher
      .input(s.courseIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => archiveCourse(ctx, input.id)),
    delete: remover
      .input(s.courseIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => deleteCourse(ctx, input.id)),
    restore: remover
      .input(s.courseIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => restoreCourse(ctx, input.id)),
    addModule: writer
      .input(s.addModuleInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => addModule(ctx, input)),
    renameModule: writer
      .input(s.renameModuleInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => renameModule(ctx, input)),
    removeModule: writer
      .input(s.moduleIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => removeModule(ctx, input.id)),
    reorderModules: writer
      .input(s.reorderModulesInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => reorderModules(ctx, input)),
    lesson: writer
      .input(s.lessonIdInput)
      .output(s.managedLesson)
      .query(({ ctx, input }) => getManagedLesson(ctx, input.id)),
    addLesson: writer
      .input(s.addLessonInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => addLesson(ctx, input)),
    updateLesson: writer
      .input(s.updateLessonInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => updateLesson(ctx, input)),
    removeLesson: writer
      .input(s.lessonIdInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => removeLesson(ctx, input.id)),
    reorderLessons: writer
      .input(s.reorderLessonsInput)
      .output(s.idAnswer)
      .mutation(({ ctx, input }) => reorderLessons(ctx, input)),
  }),
});
