import Link from "next/link";

/** The subjects, as the index of a book: a name, dots, a count. */
export function SubjectIndex({
  title,
  categories,
}: {
  title: string;
  categories: readonly { slug: string; name: string; courseCount: number }[];
}) {
  return (
    <nav aria-labelledby="subjects">
      <h2 id="subjects" className="title border-line-strong border-b pb-2 text-xl">
        {title}
      </h2>
      <ul>
        {categories.map((category) => (
          <li key={category.slug} className="border-line border-b">
            <Link
              href={`/courses?category=${category.slug}`}
              prefetch={false}
              className="flex min-h-11 items-baseline gap-3 rounded-sm py-2.5 hover:underline hover:decoration-1 hover:underline-offset-4"
            >
              <span className="grow">{category.name}</span>
              <span className="figures text-ink-faint">{category.courseCount}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
