import type { SeedCourse } from "./course.ts";

export const plainEnglish: SeedCourse = {
  slug: "writing-plain-english",
  title: "Writing plain English",
  summary: "Say it once, say it short, and be understood by a tired reader on a small screen.",
  description:
    "<p>Plain does not mean dull. It means that the reader spends their strength on your thought and not on your sentence. Four lessons, each with a page to rewrite.</p>",
  category: "writing",
  difficulty: "beginner",
  language: "en",
  priceMinor: 3_500,
  currency: "GBP",
  lmsCourse: null,
  instructor: "mireille",
  modules: [
    {
      title: "The sentence",
      lessons: [
        {
          slug: "who-does-what",
          title: "Who does what",
          minutes: 6,
          preview: true,
          body: "<p>A sentence is a small play. Somebody does something. When readers are lost, it is mostly because the actor left the stage: <em>a decision was made to discontinue the provision of</em>.</p><p>Ask of each sentence: who? does what? Then write that down. <em>We stopped selling.</em> Nine words became three, and now there is a person to ask.</p><p>Passive voice has its place. When you do not know who did it, or when the thing done matters more than the doer, let the doer go. <em>The window was broken in the night.</em> But choose it; do not fall into it.</p>",
        },
        {
          slug: "cut-the-first-paragraph",
          title: "Cut the first paragraph",
          minutes: 5,
          preview: false,
          body: "<p>Most drafts begin by clearing their throat. The writer is walking up and down, finding out what they think. That is useful work, and the reader should not have to watch it.</p><p>Write your draft. Then cover the first paragraph with your hand and read from the second. In three cases of four the text is better, and nothing is missing.</p><p>Do the same to sentences. <em>It is important to note that</em> falls away whole. <em>In order to</em> becomes <em>to</em>. What is left stands straighter.</p>",
        },
      ],
    },
    {
      title: "The page",
      lessons: [
        {
          slug: "one-thing-in-front",
          title: "One thing in front",
          minutes: 6,
          preview: false,
          body: "<p>People do not read a page; they look for the part that is about them. So put the answer first, the reason after it, the history last. A letter that says on its third page that the school is closed on Monday has failed at its only job.</p><p>Headings are sentences in disguise. <em>Fees</em> says where we are. <em>Fees rise by two percent in May</em> says it all, and the hurried reader may stop there.</p><p>Lists are for things of one kind. If the items of your list have different shapes, they are paragraphs that lost their way.</p>",
        },
        {
          slug: "read-it-aloud",
          title: "Read it aloud",
          minutes: 4,
          preview: false,
          body: "<p>The ear is a stricter editor than the eye. It trips over the word that was repeated, runs out of breath in the sentence that is too long, and blushes at the phrase you would never say to a friend.</p><p>Read the whole text aloud, at the speed of speech. Where you stumble, mark it. Where you wanted to skip, mark it twice. Then rewrite only what is marked.</p><p>Last, let it rest for a night. In the morning you are a different person, and the text has to please two of you.</p>",
        },
      ],
    },
  ],
};
