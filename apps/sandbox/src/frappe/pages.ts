import type { Context } from "hono";
import { html } from "hono/html";
import { type Markup, page } from "../pages/layout.ts";
import type { Deps, SandboxApp } from "../part.ts";
import { FrappeError } from "./errors.ts";
import { completeLessons, type Desk, deskOf, issueCertificate } from "./learn.ts";

/** The learner's side of the site: see the enrolment, complete lessons, take the certificate. */
export function learnerPages(app: SandboxApp, deps: Deps): void {
  app.get("/frappe", (context) => context.redirect("/frappe/courses"));
  app.get("/frappe/courses", async (context) => context.html(await coursesPage(deps)));
  app.get("/frappe/courses/:course", async (context) => {
    const course = context.req.param("course");
    const member = (context.req.query("member") ?? "").trim().toLowerCase();
    const desk = await deskOf(deps, course, member);
    if (desk === null) return context.html(missingPage("There is no such course."), 404);
    if (member === "") return context.html(membersPage(desk, await membersOf(deps, course)));
    return context.html(deskPage(desk, context.req.query("refused")));
  });
  app.post("/frappe/courses/:course/lessons", async (context) => {
    const form = await context.req.formData();
    const lessons = form.getAll("lesson").map(String);
    return backToDesk(context, (course, member) => completeLessons(deps, course, member, lessons), form);
  });
  app.post("/frappe/courses/:course/certificate", async (context) =>
    backToDesk(context, (course, member) => issueCertificate(deps, course, member), await context.req.formData()),
  );
  app.get("/frappe/courses/:course/:certificate", async (context) => {
    const [found] = await deps.books<Certificate[]>`
      SELECT certificate.member, certificate.issue_date::text AS issued, course.title
      FROM frappe.certificate JOIN frappe.course ON course.name = certificate.course
      WHERE certificate.name = ${context.req.param("certificate")} AND course.name = ${context.req.param("course")}`;
    return found === undefined
      ? context.html(missingPage("There is no such certificate."), 404)
      : context.html(certificatePage(found));
  });
}

interface Certificate {
  member: string;
  issued: string;
  title: string;
}

async function backToDesk(context: Context, act: (course: string, member: string) => Promise<unknown>, form: FormData) {
  const course = context.req.param("course") ?? "";
  const member = String(form.get("member") ?? "");
  const query = new URLSearchParams({ member });
  try {
    await act(course, member);
  } catch (error) {
    if (!(error instanceof FrappeError)) throw error;
    query.set("refused", error.message);
  }
  return context.redirect(`/frappe/courses/${encodeURIComponent(course)}?${query}`, 303);
}

async function membersOf({ books }: Deps, course: string) {
  return books<{ member: string; progress: number }[]>`
    SELECT member, progress FROM frappe.enrollment WHERE course = ${course} ORDER BY creation DESC LIMIT 200`;
}

async function coursesPage({ books }: Deps): Promise<Markup> {
  const courses = await books<{ name: string; title: string; learners: number }[]>`
    SELECT course.name, course.title, count(enrollment.name)::int AS learners
    FROM frappe.course LEFT JOIN frappe.enrollment ON enrollment.course = course.name
    GROUP BY course.name ORDER BY course.title LIMIT 500`;
  const rows = courses.map(
    ({ name, title, learners }) => html`<tr><td><a href="${courseUrl(name)}">${title}</a></td>
<td><code>${name}</code></td><td class="number">${learners}</td></tr>`,
  );
  return page(
    "Learning site",
    html`<h1>Learning site</h1><p class="quiet">A stand-in for Frappe LMS. A course appears when it is first asked for.</p>
<div class="panel"><table><thead><tr><th scope="col">Course</th><th scope="col">Name</th>
<th scope="col" class="number">Learners</th></tr></thead><tbody>${rows}</tbody></table>
${rows.length === 0 ? html`<p>No course yet. Buy one in Stoa.</p>` : ""}</div>`,
  );
}

function membersPage({ course }: Desk, members: readonly { member: string; progress: number }[]): Markup {
  const rows = members.map(
    ({ member, progress }) => html`<tr><td><a href="${deskUrl(course.name, member)}">${member}</a></td>
<td class="number">${progress}%</td></tr>`,
  );
  return page(
    course.title,
    html`<h1>${course.title}</h1><p class="quiet">The real site would ask you to sign in. Here you choose who you are.</p>
<div class="columns"><section class="panel"><h2>Enrolled learners</h2>
<table><thead><tr><th scope="col">Learner</th><th scope="col" class="number">Progress</th></tr></thead>
<tbody>${rows}</tbody></table>${rows.length === 0 ? html`<p>Nobody yet.</p>` : ""}</section>
<form class="panel" method="get"><h2>Somebody else</h2><label for="member">E-mail address</label>
<input id="member" name="member" type="email" required autocomplete="email"><button>Continue</button></form></div>`,
  );
}

function deskPage(desk: Desk, refused: string | undefined): Markup {
  const { course, member, progress } = desk;
  const alert = refused === undefined ? "" : html`<p class="alert" role="alert">${refused}</p>`;
  const body =
    progress === null
      ? html`<p><strong>${member}</strong> is not enrolled in this course.</p>`
      : html`<p>You are enrolled as <strong>${member}</strong>.</p>
<p><label for="progress">Progress</label><progress id="progress" max="100" value="${progress}"></progress> ${progress}%</p>
<ol>${course.lesson_titles.map((lesson) => lessonItem(desk, lesson))}</ol>${finish(desk)}`;
  return page(
    course.title,
    html`<h1>${course.title}</h1>${alert}<div class="panel">${body}</div>
<p><a href="${courseUrl(course.name)}">Other learners</a></p>`,
  );
}

function lessonItem({ course, member, completed }: Desk, lesson: string): Markup {
  if (completed.has(lesson)) return html`<li>${lesson} <span class="quiet">✓ complete</span></li>`;
  return html`<li>${lesson}<form method="post" action="${courseUrl(course.name)}/lessons">
<input type="hidden" name="member" value="${member}"><input type="hidden" name="lesson" value="${lesson}">
<button class="second" aria-label="Complete ${lesson}">Complete</button></form></li>`;
}

function finish({ course, member, progress, certificate }: Desk): Markup {
  if (certificate !== null) {
    return html`<p><a href="${courseUrl(course.name)}/${certificate}">Your certificate</a></p>`;
  }
  if (progress === 100 && course.enable_certification === 1) {
    return html`<form method="post" action="${courseUrl(course.name)}/certificate">
<input type="hidden" name="member" value="${member}"><button>Get the certificate</button></form>`;
  }
  return progress === 100
    ? html`<p>You have finished this course.</p>`
    : html`<form method="post" action="${courseUrl(course.name)}/lessons"><input type="hidden" name="member" value="${member}">
${course.lesson_titles.map((lesson) => html`<input type="hidden" name="lesson" value="${lesson}">`)}
<button>Complete all lessons</button></form>`;
}

function certificatePage({ member, issued, title }: Certificate): Markup {
  return page(
    "Certificate",
    html`<div class="panel"><h1>Certificate</h1><p><strong>${member}</strong> completed <strong>${title}</strong>
on <time datetime="${issued}">${issued}</time>.</p></div>`,
  );
}

function missingPage(sentence: string): Markup {
  return page("Not found", html`<h1>Not found</h1><p>${sentence}</p>`);
}

function courseUrl(course: string): string {
  return `/frappe/courses/${encodeURIComponent(course)}`;
}

function deskUrl(course: string, member: string): string {
  return `${courseUrl(course)}?${new URLSearchParams({ member })}`;
}
