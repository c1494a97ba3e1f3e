import { pgEnum } from "drizzle-orm/pg-core";

export const publicationEnum = pgEnum("publication", ["draft", "published", "archived"]);
export const difficultyEnum = pgEnum("difficulty", ["beginner", "intermediate", "advanced"]);
export const lessonKindEnum = pgEnum("lesson_kind", ["text", "video", "quiz", "download"]);
