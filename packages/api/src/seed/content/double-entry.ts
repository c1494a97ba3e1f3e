import type { SeedCourse } from "./course.ts";

export const doubleEntry: SeedCourse = {
  slug: "double-entry-for-makers",
  title: "Double entry for makers",
  summary: "Keep books that cannot lie to you: debits, credits and the few habits that make a small business calm.",
  description:
    "<p>Bookkeeping is five hundred years old and still the best tool a small maker has. This course teaches it from the ground: what an account is, why each event touches two of them, and how to read the result.</p><p>You need a pencil and the last ten things you bought or sold. No software.</p>",
  category: "business",
  difficulty: "beginner",
  language: "en",
  priceMinor: 4_900,
  currency: "EUR",
  lmsCourse: "double-entry-for-makers",
  instructor: "asha",
  modules: [
    {
      title: "Where money is",
      lessons: [
        {
          slug: "an-account-is-a-place",
          title: "An account is a place",
          minutes: 6,
          preview: true,
          body: "<p>Forget columns of numbers for a moment and think of places. Money is in the till. Money is at the bank. Money is with the customer who promised to pay on Friday. Each of these is a place where value can be, and a bookkeeper calls such a place an <strong>account</strong>.</p><p>Some places are yours: these are <em>assets</em>. Some hold what you owe to others: these are <em>liabilities</em>. And two kinds are not places at all but reasons: <em>income</em>, why value came in, and <em>expense</em>, why it left.</p><p>Take the last ten things that happened in your workshop. For each, write down where the value was before and where it is now. You have just kept books.</p>",
        },
        {
          slug: "every-event-touches-two",
          title: "Every event touches two",
          minutes: 8,
          preview: false,
          body: "<p>You sell a bowl for forty euros in cash. The till has forty more. But why? Because of a sale. So the event touches two accounts: the till and the income from sales, forty each.</p><p>This is the whole of double entry: <strong>value never appears and never vanishes, it moves from one account to another</strong>. If you write down only one side, you know that something changed and not why. If you write down both, every euro has a story.</p><p>Try the harder ones. You buy clay on credit: what you own grows, and so does what you owe. You pay the potter who lent you the kiln: the bank shrinks, and so does the debt. No income, no expense, yet two accounts each time.</p>",
        },
        {
          slug: "left-and-right",
          title: "Left and right",
          minutes: 7,
          preview: false,
          body: "<p>By long custom the left side of an account is called <strong>debit</strong> and the right side <strong>credit</strong>. The words mean nothing more than that, and people who tell you otherwise have frightened generations of students.</p><ul><li>Assets and expenses grow on the left.</li><li>Liabilities and income grow on the right.</li></ul><p>Because each event is written once on each side, the sum of all lefts equals the sum of all rights, always. When it does not, you made a mistake, and you know it the same evening. That is what the second entry buys: not tidiness, but an alarm.</p>",
        },
      ],
    },
    {
      title: "Reading the result",
      lessons: [
        {
          slug: "profit-is-not-cash",
          title: "Profit is not cash",
          minutes: 9,
          preview: false,
          body: "<p>A workshop can be profitable and broke in the same month. Profit asks whether what you earned is more than what you used up. Cash asks whether there is money at the bank on Tuesday.</p><p>You deliver a large order in March and are paid in May. March shows the profit; May shows the cash. You buy a kiln in January: the cash is gone at once, the expense is spread over the years the kiln serves.</p><p>So read two pages each month. The first lists income and expenses. The second lists where the cash came from and went. When they tell different stories, the difference is always somewhere you can point at: with a customer, in the stock room, or in the kiln.</p>",
        },
        {
          slug: "corrections-are-entries",
          title: "Corrections are entries",
          minutes: 5,
          preview: false,
          body: "<p>You will write a wrong figure. The temptation is to rub it out. Do not: a book in which figures can disappear is a book that nobody can trust, you included.</p><p>Instead, write the opposite of the wrong entry and then the right one, both with today's date and a word of explanation. The wrong figure stays readable, and its effect is gone.</p><p>It feels slow. It is in fact the fastest way to sleep well, because any question about any figure, from the tax office or from yourself in three years, has an answer on paper.</p>",
        },
      ],
    },
  ],
};
