export { closeEnrolments, type Enrolment, joinEnrolments, openEnrolment } from "./open-enrolment.ts";
export { learningRouter } from "./router.ts";
