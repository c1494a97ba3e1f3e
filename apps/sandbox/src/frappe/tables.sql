CREATE SCHEMA IF NOT EXISTS frappe;

-- One row once a test has changed how the site behaves; without it the site is as after a fresh set-up.
CREATE TABLE IF NOT EXISTS frappe.site (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  roles text[] NOT NULL,
  throttle_user_limit integer NOT NULL
);

CREATE TABLE IF NOT EXISTS frappe."user" (
  name text PRIMARY KEY,
  email text NOT NULL,
  first_name text NOT NULL,
  last_name text,
  user_type text NOT NULL,
  enabled integer NOT NULL DEFAULT 1,
  roles text[] NOT NULL,
  owner text NOT NULL,
  creation timestamp(6) NOT NULL,
  modified timestamp(6) NOT NULL
);

CREATE TABLE IF NOT EXISTS frappe.course (
  name text PRIMARY KEY,
  title text NOT NULL,
  short_introduction text NOT NULL,
  published integer NOT NULL,
  disable_self_learning integer NOT NULL,
  paid_course integer NOT NULL,
  enable_certification integer NOT NULL,
  lesson_titles text[] NOT NULL,
  lessons integer GENERATED ALWAYS AS (cardinality(lesson_titles)) STORED,
  owner text NOT NULL,
  creation timestamp(6) NOT NULL,
  modified timestamp(6) NOT NULL
);

-- No unique index over (course, member): the real site has none, and two simultaneous creations may both succeed.
CREATE TABLE IF NOT EXISTS frappe.enrollment (
  name text PRIMARY KEY,
  course text NOT NULL,
  member text NOT NULL,
  member_name text,
  member_type text NOT NULL,
  role text NOT NULL,
  progress double precision NOT NULL DEFAULT 0,
  current_lesson text,
  custom_payment_id text,
  custom_amount text,
  custom_currency text,
  custom_referral_code text,
  owner text NOT NULL,
  creation timestamp(6) NOT NULL,
  modified timestamp(6) NOT NULL
);
CREATE INDEX IF NOT EXISTS enrollment_course_member ON frappe.enrollment (course, member);

CREATE TABLE IF NOT EXISTS frappe.course_progress (
  name text PRIMARY KEY,
  course text NOT NULL,
  member text NOT NULL,
  lesson text NOT NULL,
  status text NOT NULL,
  owner text NOT NULL,
  creation timestamp(6) NOT NULL,
  modified timestamp(6) NOT NULL,
  UNIQUE (course, member, lesson)
);
CREATE INDEX IF NOT EXISTS course_progress_modified ON frappe.course_progress (modified, name);

CREATE TABLE IF NOT EXISTS frappe.certificate (
  name text PRIMARY KEY,
  course text,
  member text NOT NULL,
  issue_date date NOT NULL,
  expiry_date date,
  template text NOT NULL,
  published integer NOT NULL,
  owner text NOT NULL,
  creation timestamp(6) NOT NULL,
  modified timestamp(6) NOT NULL
);
