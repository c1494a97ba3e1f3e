export { closeEnrolments, type Enrolment, joinEnrolments, openEnrolment, openEnrolmentsOf } from "./open-enrolment.ts";
export { progressOfHolder } from "./queries.ts";
export { learningRouter } from "./router.ts";
