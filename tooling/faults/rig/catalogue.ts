import { newId } from "@stoa/kit";
import type { System } from "./system.ts";

/** Puts a course on sale, known to the LMS under its slug, and gives the slug. */
export async function addCourse({ sql }: Pick<System, "sql">): Promise<string> {
  const [instructorId, categoryId, id] = [newId("user"), newId("category"), newId("course")];
  const slug = `course-${id.slice(-10)}`;
  const email = `${instructorId}@example.com`;
  await sql.begin(async (tx) => {
    await tx`insert into users (id, email, email_normalised, name) values (${instructorId}, ${email}, ${email}, 'Ines')`;
    await tx`insert into categories (id, slug, name) values (${categoryId}, ${`craft-${slug}`}, 'Craft')`;
    await tx`
      insert into courses (id, slug, title, summary, description, instructor_id, category_id, difficulty, price_minor,
        currency, status, lms_course, published_at)
      values (${id}, ${slug}, ${`Drawing ${slug}`}, 'Seeing, line by line.', '<p>Seeing.</p>', ${instructorId},
        ${categoryId}, 'beginner', 4900, 'EUR', 'published', ${slug}, now())`;
  });
  return slug;
}
