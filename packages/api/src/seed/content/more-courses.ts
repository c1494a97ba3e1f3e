import type { SeedCourse } from "./course.ts";

export const drawing: SeedCourse = {
  slug: "drawing-what-is-there",
  title: "Drawing what is there",
  summary: "Stop drawing what you know and start drawing what you see: edges, spaces, light.",
  description:
    "<p>Everyone can draw who can see that a chair is mostly made of the spaces between its legs. A pencil, ten sheets of paper, four evenings.</p>",
  category: "craft",
  difficulty: "beginner",
  language: "en",
  priceMinor: 2_500,
  currency: "EUR",
  lmsCourse: "drawing-what-is-there",
  instructor: "mireille",
  modules: [
    {
      title: "Seeing",
      lessons: [
        {
          slug: "the-space-between",
          title: "The space between",
          minutes: 6,
          preview: true,
          body: "<p>Put a chair in front of a wall. Do not draw the chair. Draw the shapes of wall that you see between its legs, through its back, under its seat. Each of them is a simple figure with an edge, and you have no opinion about it.</p><p>That is the point. You know what a chair looks like, and what you know gets in the way of what is there. Of the empty shapes you know nothing, so you have to look.</p><p>When all the empty shapes are on the paper, the chair is there too, and its legs have the right lengths.</p>",
        },
        {
          slug: "measure-with-a-pencil",
          title: "Measure with a pencil",
          minutes: 7,
          preview: false,
          body: "<p>Hold the pencil upright at arm's length, close one eye, and slide your thumb until the pencil's tip and thumb enclose the width of the cup. Now turn the pencil and see how often that width goes into the height. One and a half times? Then so it is on your paper.</p><p>Keep the arm straight, always; a bent elbow changes the measure. Compare everything with one chosen unit, and write nothing down. The proportion goes straight from eye to paper.</p>",
        },
      ],
    },
  ],
};

export const smallRooms: SeedCourse = {
  slug: "sound-in-small-rooms",
  title: "Sound in small rooms",
  summary: "Record voice and guitar at home so that nobody hears the wardrobe.",
  description:
    "<p>The room is the first microphone. Learn what a small one does to sound, and get a clean recording with what you have: a duvet, a bookshelf, and one microphone placed well.</p>",
  category: "music",
  difficulty: "intermediate",
  language: "en",
  priceMinor: 5_900,
  currency: "USD",
  lmsCourse: "sound-in-small-rooms",
  instructor: "tomas",
  modules: [
    {
      title: "The room",
      lessons: [
        {
          slug: "clap-and-listen",
          title: "Clap and listen",
          minutes: 5,
          preview: true,
          body: "<p>Stand in the middle of the room and clap once. A short, dull sound is good. A ring, a flutter, a metallic zing: that is sound running between two bare walls, and it will be in each recording you make here.</p><p>Walk around and clap in the corners, at the window, by the shelf. Where it sounds dullest, sing. Books are the best treatment most homes own: their edges stand at uneven depths and scatter what hits them.</p><p>Low notes do not care about curtains. They gather in corners, so keep singer and microphone out of those, and away from the exact middle.</p>",
        },
        {
          slug: "one-hand-away",
          title: "One hand away",
          minutes: 6,
          preview: false,
          body: "<p>Twice as close means that the voice is four times as strong against the room. So come near: a hand's breadth from the microphone, and a little to the side of it, so that the breath of p and b passes by.</p><p>Near a directional microphone low notes swell; radio speakers live from it. If it is too much, move back by two fingers rather than turning a knob.</p><p>Set the level by the loudest line of the song, sung as you will sing it, and leave space above. Quiet recordings can be raised. Clipped ones are lost.</p>",
        },
      ],
    },
  ],
};

export const statistics: SeedCourse = {
  slug: "an-hour-of-statistics",
  title: "An hour of statistics",
  summary: "Means, spread and the question to ask of every chart. Free, for everybody.",
  description: "<p>Three short lessons that make you a harder person to fool. Free of charge; bring a newspaper.</p>",
  category: "technology",
  difficulty: "beginner",
  language: "en",
  priceMinor: 0,
  currency: "EUR",
  lmsCourse: null,
  instructor: "asha",
  modules: [
    {
      title: "An hour",
      lessons: [
        {
          slug: "the-middle-has-two-meanings",
          title: "The middle has two meanings",
          minutes: 5,
          preview: true,
          body: "<p>Nine people in a café earn thirty thousand a year; a tenth, who owns the street, earns ten million. On average they are millionaires. The <strong>mean</strong> shares everything out equally, and one great number drags it along.</p><p>The <strong>median</strong> asks the person in the middle of the row: thirty thousand. When a few values are huge, as with incomes, prices of houses or waiting times, ask for the median. When the sum matters, as with the weight in a lift, ask for the mean.</p>",
        },
        {
          slug: "compared-with-what",
          title: "Compared with what?",
          minutes: 6,
          preview: false,
          body: "<p>A number alone says nothing. Forty accidents: in a year or a day? Among a thousand drivers or a million? Fewer than before, or more? Ask of each figure: <em>compared with what?</em></p><p>Then ask who is missing. Of the aircraft that came home, engineers mapped the bullet holes and thought of armouring those places. Abraham Wald, so the story goes, told them to armour the others: the aircraft hit there had not come home.</p>",
        },
      ],
    },
  ],
};
