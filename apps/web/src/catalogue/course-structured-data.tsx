import type { CourseDetail } from "@stoa/api/courses/schemas";
import { decimalString } from "@stoa/kit";
import { webEnv } from "../env.ts";

/** The course as search engines read it (schema.org/Course). It is data: browsers do not run it. */
export function CourseStructuredData({ course }: { course: CourseDetail }) {
  const data = {
    "@context": "https://schema.org",
    "@type": "Course",
    name: course.title,
    description: course.summary,
    inLanguage: course.language,
    provider: { "@type": "Organization", name: "Stoa", url: webEnv().webUrl },
    hasCourseInstance: {
      "@type": "CourseInstance",
      courseMode: "online",
      courseWorkload: `PT${Math.max(1, course.minutes)}M`,
      instructor: { "@type": "Person", name: course.instructor.name },
    },
    offers: {
      "@type": "Offer",
      category: course.price.amount === 0 ? "Free" : "Paid",
      price: decimalString(course.price),
      priceCurrency: course.price.currency,
      url: `${webEnv().webUrl}/courses/${course.slug}`,
    },
  };
  return (
    <script
      type="application/ld+json"
      dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll("<", "\\u003c") }}
    />
  );
}
