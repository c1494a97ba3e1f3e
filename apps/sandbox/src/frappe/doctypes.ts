/** How a field is compared and shown. */
type FieldKind = "text" | "number" | "date" | "datetime";

export interface Doctype {
  name: string;
  /** Its table in the sandbox's books. */
  table: string;
  fields: Readonly<Record<string, FieldKind>>;
}

const DOCUMENT = { name: "text", owner: "text", creation: "datetime", modified: "datetime" } as const;

export const USER: Doctype = {
  name: "User",
  table: "user",
  fields: { ...DOCUMENT, email: "text", first_name: "text", last_name: "text", user_type: "text", enabled: "number" },
};

export const COURSE: Doctype = {
  name: "LMS Course",
  table: "course",
  fields: {
    ...DOCUMENT,
    title: "text",
    short_introduction: "text",
    published: "number",
    disable_self_learning: "number",
    paid_course: "number",
    enable_certification: "number",
    lessons: "number",
  },
};

export const ENROLLMENT: Doctype = {
  name: "LMS Enrollment",
  table: "enrollment",
  fields: {
    ...DOCUMENT,
    course: "text",
    member: "text",
    member_name: "text",
    member_type: "text",
    role: "text",
    progress: "number",
    current_lesson: "text",
    custom_payment_id: "text",
    custom_amount: "text",
    custom_currency: "text",
    custom_referral_code: "text",
  },
};

export const COURSE_PROGRESS: Doctype = {
  name: "LMS Course Progress",
  table: "course_progress",
  fields: { ...DOCUMENT, course: "text", member: "text", lesson: "text", status: "text" },
};

export const CERTIFICATE: Doctype = {
  name: "LMS Certificate",
  table: "certificate",
  fields: {
    ...DOCUMENT,
    course: "text",
    member: "text",
    issue_date: "date",
    expiry_date: "date",
    template: "text",
    published: "number",
  },
};

const DOCTYPES = [USER, COURSE, ENROLLMENT, COURSE_PROGRESS, CERTIFICATE] as const;

export function doctypeNamed(name: string): Doctype | undefined {
  return DOCTYPES.find((doctype) => doctype.name === name);
}
