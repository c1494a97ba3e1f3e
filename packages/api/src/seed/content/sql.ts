import type { SeedCourse } from "./course.ts";

export const sql: SeedCourse = {
  slug: "sql-you-can-trust",
  title: "SQL you can trust",
  summary: "Constraints, transactions and locks: make the database refuse what must never be true.",
  description:
    "<p>You can write a join. Now learn to sleep. This course is about the half of SQL that keeps data right while a hundred people write it at once: constraints, isolation, locks, and the errors you must retry.</p><p>Examples are for PostgreSQL; the ideas are older than all of us.</p>",
  category: "technology",
  difficulty: "intermediate",
  language: "en",
  priceMinor: 249_900,
  currency: "INR",
  lmsCourse: "sql-you-can-trust",
  instructor: "asha",
  modules: [
    {
      title: "Let the database say no",
      lessons: [
        {
          slug: "a-rule-in-one-place",
          title: "A rule in one place",
          minutes: 6,
          preview: true,
          body: "<p>A rule that lives in application code holds as long as everybody uses that code: the web form, the import script, the person with a console at two in the morning. A rule that lives in the table holds for all of them.</p><p>Write the rules as constraints. A price is not negative: <em>check (price &gt;= 0)</em>. One e-mail, one account: a unique index on the lower-case form. Two bookings of one room never overlap: an exclusion constraint over the room and the time range.</p><p>The database then says no, to anyone, at any hour. Your code turns that no into a kind sentence. It does not have to be the guard.</p>",
        },
        {
          slug: "null-is-not-a-value",
          title: "Null is not a value",
          minutes: 7,
          preview: false,
          body: "<p>Null means: we do not know. So null is not equal to null; two unknown birthdays are not the same birthday. A comparison with null is neither true nor false, and a where clause keeps only what is true.</p><p>Three traps follow. <em>not in</em> with a null in the list keeps nothing at all. A check constraint passes when its result is unknown. A unique index lets many nulls through, unless you tell it not to.</p><p>The remedy is to decide. Either a column may be unknown, and then each query says what that means, or it is <em>not null</em>. Most columns are not null, once you think about it.</p>",
        },
      ],
    },
    {
      title: "Many hands at once",
      lessons: [
        {
          slug: "the-lost-update",
          title: "The lost update",
          minutes: 9,
          preview: false,
          body: "<p>Two people read a balance of 100. Each takes 80. Each writes back 20. The bank has handed out 160, and no error was raised.</p><p>The default isolation level of most databases allows this. There are three honest repairs.</p><ul><li>Do it in one statement: update the balance to itself less 80, where the balance is at least 80, and look whether a row came back.</li><li>Lock what you read: select for update, so that the second reader waits.</li><li>Ask for serializable transactions, and run again the one that the database turns away.</li></ul><p>Choose one for each case and write a test that runs it fifty times at once. A test with one user proves nothing about two.</p>",
        },
        {
          slug: "deadlocks-are-manners",
          title: "Deadlocks are a matter of manners",
          minutes: 7,
          preview: false,
          body: "<p>One transaction holds row A and wants B. Another holds B and wants A. Nobody can move; the database notices after a second and ends one of them.</p><p>The rule of manners is simple: <strong>everybody locks in the same order</strong>. Sort the ids before you lock them. Lock the parent before the child. Then a circle cannot form.</p><p>Where you cannot know the order, be ready to lose politely: catch the error, wait a few random milliseconds, run the whole transaction again, and give up after five tries. And never send an e-mail inside a transaction that may run twice.</p>",
        },
      ],
    },
  ],
};
