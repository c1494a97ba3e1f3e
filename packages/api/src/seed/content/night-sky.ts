import type { SeedCourse } from "./course.ts";

export const nightSky: SeedCourse = {
  slug: "reading-the-night-sky",
  title: "Reading the night sky",
  summary: "Find your way among the stars with your own eyes: seasons, planets and the slow clock overhead.",
  description:
    "<p>No telescope, no app. In six short lessons you learn to find north, tell a planet from a star, and know the month by what rises at dusk. Each lesson ends with something to do outside tonight.</p>",
  category: "nature",
  difficulty: "beginner",
  language: "en",
  priceMinor: 3_900,
  currency: "EUR",
  lmsCourse: "reading-the-night-sky",
  instructor: "tomas",
  modules: [
    {
      title: "Finding your place",
      lessons: [
        {
          slug: "let-your-eyes-arrive",
          title: "Let your eyes arrive",
          minutes: 5,
          preview: true,
          body: "<p>The eye needs about twenty minutes to become a night instrument. In the dark a pigment builds up in the rods of the retina, and one glance at a bright screen bleaches it away again.</p><p>So the first skill is patience. Go out, face away from the street lamps, and wait. After five minutes you see a few dozen stars. After twenty, in a dark place, more than a thousand.</p><p><strong>Tonight:</strong> count the stars you can see inside a circle made by thumb and forefinger at arm's length. Count again twenty minutes later. Write both numbers down; they are your first observation.</p>",
        },
        {
          slug: "north-without-a-compass",
          title: "North without a compass",
          minutes: 7,
          preview: false,
          body: "<p>In the northern sky one star hardly moves. It is not the brightest, and that surprises everybody who looks for it. Find the Plough, seven stars in the shape of a pan. The two stars at the far side of the pan point, about five of their distances further on, to Polaris.</p><p>Face Polaris and you face north, within a degree. Its height above the horizon is your latitude: in Lisbon it stands at 39 degrees, in Oslo at 60.</p><p>In the south there is no such star. There the long arm of the Southern Cross, drawn four and a half times its own length, ends near the pole.</p><p><strong>Tonight:</strong> measure the height of the pole with your fists. A fist at arm's length is about ten degrees.</p>",
        },
        {
          slug: "planets-do-not-twinkle",
          title: "Planets do not twinkle",
          minutes: 6,
          preview: false,
          body: "<p>A star is so far away that its light comes to us as a single thread, and every shiver of the air makes it flicker. A planet is a small disc, many threads at once, and their flickers cancel out. So the steady lights are planets.</p><p>They also keep to one road. Sun, Moon and planets all travel within a narrow band, the ecliptic, because the solar system is flat. A bright light far from that band is no planet.</p><p><strong>Tonight:</strong> find the brightest steady light and mark where it stands against three stars near it. Look again in two weeks. It will have wandered; the word planet means wanderer.</p>",
        },
      ],
    },
    {
      title: "The slow clock",
      lessons: [
        {
          slug: "four-minutes-a-day",
          title: "Four minutes a day",
          minutes: 6,
          preview: false,
          body: "<p>Each star rises four minutes earlier than the night before. The earth turns once against the stars in 23 hours and 56 minutes; it needs four more to face the sun again, because it has moved along its orbit meanwhile.</p><p>Four minutes a day are two hours a month, and twenty-four hours a year. That is why Orion belongs to winter evenings and the Summer Triangle to summer: the same stars, met at another hour.</p><p><strong>Tonight:</strong> note the time when a bright star passes behind a roof or a pole. Do it again in a week from the same spot. It will be twenty-eight minutes early.</p>",
        },
        {
          slug: "the-moon-tells-the-time",
          title: "The Moon tells the time",
          minutes: 7,
          preview: false,
          body: "<p>The lit side of the Moon points at the sun, also when the sun is below the horizon. From this one fact the rest follows. A full Moon stands opposite the sun, so it rises at sunset and is highest at midnight. A half Moon in the evening is a quarter turn behind and sets around midnight.</p><p>Each day the Moon rises about fifty minutes later. If you know its phase, you know the hour, within one; if you know the hour, you know the phase.</p><p><strong>This week:</strong> draw the Moon at the same hour on four evenings, with its place above the horizon. You will see a month unroll.</p>",
        },
      ],
    },
  ],
};
