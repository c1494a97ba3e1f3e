import { z } from "zod";

/** Frappe's answers, as far as Stoa reads them. Unknown fields are ignored, so a newer version does not break us. */

/** `LMS Enrollment`. `progress` is missing on a row that was just made. */
export const enrolmentRow = z.object({
  name: z.string(),
  member: z.string(),
  course: z.string(),
  progress: z.coerce.number().nullish(),
  creation: z.string(),
});
export type EnrolmentRow = z.infer<typeof enrolmentRow>;

/** `LMS Course Progress`: one per member and lesson. */
export const progressRow = z.object({
  name: z.string(),
  member: z.string(),
  course: z.string(),
  modified: z.string(),
});
export type ProgressRow = z.infer<typeof progressRow>;

/** `LMS Certificate`. One for a batch has no course. */
export const certificateRow = z.object({
  name: z.string(),
  member: z.string(),
  course: z.string().nullish(),
  issue_date: z.string(),
  expiry_date: z.string().nullish(),
  creation: z.string(),
});
export type CertificateRow = z.infer<typeof certificateRow>;

export const userRow = z.object({ name: z.string() });

export const listAnswer = <T extends z.ZodType>(row: T) => z.object({ data: z.array(row) });
export const documentAnswer = <T extends z.ZodType>(row: T) => z.object({ data: row });

/** `frappe.auth.get_logged_user` */
export const identity = z.object({ message: z.string() });
/** A deletion says `ok` in `data`, older versions in `message`; the status alone counts. */
export const deletion = z.object({ data: z.string().optional(), message: z.string().optional() });

/** The error body of the v1 API; see `failure.ts` for how it is read. */
export const errorBody = z.object({
  exc_type: z.string().optional(),
  exception: z.string().optional(),
  _server_messages: z.string().optional(),
  _error_message: z.string().optional(),
});
