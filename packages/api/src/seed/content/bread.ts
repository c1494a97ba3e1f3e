import type { SeedCourse } from "./course.ts";

export const bread: SeedCourse = {
  slug: "bread-in-four-ingredients",
  title: "Bread in four ingredients",
  summary: "Flour, water, salt, time. One loaf, understood so well that you can bake it anywhere.",
  description:
    "<p>Recipes fail because kitchens differ. This course teaches one loaf by its reasons: what water does to flour, what yeast wants, when dough is ready. After the fifth lesson you will not need the recipe.</p>",
  category: "craft",
  difficulty: "beginner",
  language: "en",
  priceMinor: 2_900,
  currency: "EUR",
  lmsCourse: "bread-in-four-ingredients",
  instructor: "mireille",
  modules: [
    {
      title: "The dough",
      lessons: [
        {
          slug: "weigh-everything",
          title: "Weigh everything",
          minutes: 4,
          preview: true,
          body: "<p>A cup of flour can weigh 110 grams or 160, by how it was filled. So bakers weigh, and they count in percent of the flour. Five hundred grams of flour, 350 of water, 10 of salt: water is 70 percent, salt is 2.</p><p>Learn three numbers. <strong>Salt: 2 percent</strong>, always. <strong>Water: 65 to 75</strong>, by your flour and your courage. <strong>Fresh yeast: 1 percent</strong> for a loaf this afternoon, a tenth of that for one tomorrow morning.</p><p>With these you can bake for two or for twenty, and you can talk to any baker in the world.</p>",
        },
        {
          slug: "water-does-the-kneading",
          title: "Water does the kneading",
          minutes: 7,
          preview: false,
          body: "<p>Two proteins in flour, glutenin and gliadin, link up as soon as water reaches them, and make the stretchy net that holds gas. Kneading hurries this along. Time does it too.</p><p>Mix flour and water until no dry flour is left, cover, and walk away for thirty minutes. When you come back the dough that was shaggy is smooth. Nobody kneaded it. Now work in salt and yeast, and fold the dough over itself four times, at intervals of half an hour.</p><p>You can see when it is done: pull a piece apart slowly. If it stretches into a skin that light shines through, the net is there.</p>",
        },
      ],
    },
    {
      title: "The oven",
      lessons: [
        {
          slug: "when-is-it-ready",
          title: "When is it ready?",
          minutes: 6,
          preview: false,
          body: "<p>The clock does not know how warm your kitchen is. The dough does. Press a floured finger into the shaped loaf, a fingertip deep, and watch.</p><ul><li>It springs back at once: too early, wait.</li><li>It comes back slowly and leaves a shallow mark: bake now.</li><li>It does not come back: late; bake at once, and it will be a flatter loaf that tastes just as good.</li></ul><p>At 24 degrees this takes about an hour. At 18 it takes two. In the refrigerator it takes the night, and the flavour thanks you.</p>",
        },
        {
          slug: "steam-and-stone",
          title: "Steam, stone and patience",
          minutes: 8,
          preview: false,
          body: "<p>In the first ten minutes a loaf grows by a third, if its skin stays soft. Steam keeps it soft. A heavy pot with a lid is the simplest steam oven there is: heat it to 240 degrees, drop the loaf in, close the lid, bake for twenty minutes. Then take the lid off and bake for twenty-five more, until the crust is the colour of a chestnut.</p><p>Knock on the bottom: a hollow sound means done. A thermometer in the middle says 96 degrees.</p><p>And now the hardest step. <strong>Wait an hour before you cut it.</strong> Inside, the starch is still setting; cut too soon, and the best loaf of your life is gummy.</p>",
        },
      ],
    },
  ],
};
