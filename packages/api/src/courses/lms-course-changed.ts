import type { Enqueueable } from "@stoa/jobs";
import { z } from "zod";

const payload = z.object({ courseId: z.string() });

/** A course was pointed at another LMS course, or away from the LMS. What follows for its learners is the LMS domain's. */
export const lmsCourseChanged: Enqueueable<typeof payload> = { name: "lms.move_places", queue: "lms-sync", payload };
