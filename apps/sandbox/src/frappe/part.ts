import type { Part } from "../part.ts";
import { apiRoutes } from "./api.ts";
import { lmsControls } from "./control.ts";
import { learnerPages } from "./pages.ts";

/** Frappe LMS: its REST API, and the few pages a learner needs. */
export const frappe: Part = {
  name: "frappe",
  title: "Frappe LMS",
  path: "/frappe/courses",
  summary: "The external learning site: courses, who is enrolled, lessons to complete.",
  tables: new URL("./tables.sql", import.meta.url),
  routes(app, deps) {
    apiRoutes(app, deps);
    lmsControls(app, deps);
    learnerPages(app, deps);
  },
  async state({ books }) {
    const users = await books`SELECT name, email, first_name AS "firstName" FROM frappe."user" ORDER BY creation, name`;
    const enrolments = await books`
      SELECT name, member, course, progress, custom_payment_id AS "paymentId", custom_amount AS amount,
        custom_currency AS currency, custom_referral_code AS "referralCode"
      FROM frappe.enrollment ORDER BY creation, name`;
    return { lms: { users: [...users], enrolments: [...enrolments] } };
  },
};
