import { bread } from "./bread.ts";
import type { SeedCourse } from "./course.ts";
import { doubleEntry } from "./double-entry.ts";
import { drawing, smallRooms, statistics } from "./more-courses.ts";
import { nightSky } from "./night-sky.ts";
import { plainEnglish } from "./plain-english.ts";
import { sql } from "./sql.ts";

/** The courses of a fresh installation, the oldest first. */
export const SEED_COURSES: readonly SeedCourse[] = [
  statistics,
  drawing,
  smallRooms,
  plainEnglish,
  sql,
  bread,
  nightSky,
  doubleEntry,
];
