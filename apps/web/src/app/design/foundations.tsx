import { PALETTES } from "@stoa/ui/art/palettes";
import { CourseCover } from "@stoa/ui/course-cover";
import { StoaName } from "@stoa/ui/mark";
import { Section, Specimen } from "./section.tsx";

const COLOURS = [
  "bg-paper",
  "bg-surface",
  "bg-stone",
  "bg-stone-deep",
  "bg-line",
  "bg-line-strong",
  "bg-ink",
  "bg-ink-soft",
  "bg-ink-faint",
  "bg-ochre",
  "bg-ochre-ink",
  "bg-ochre-wash",
  "bg-aegean",
  "bg-aegean-wash",
  "bg-moss",
  "bg-moss-wash",
  "bg-madder",
  "bg-madder-wash",
];
const COVERS = [
  "greek-for-beginners",
  "statistics-without-fear",
  "drawing-the-city",
  "a-short-history-of-money",
  "hindi-grammar",
  "letters-from-a-stoic",
  "geometry",
  "bread",
];

export function Foundations() {
  return (
    <Section title="Foundations">
      <Specimen name="Name">
        <StoaName className="text-3xl" />
        <StoaName />
      </Specimen>
      <Specimen name="Colour">
        {COLOURS.map((colour) => (
          <figure key={colour} className="w-24">
            <div className={`h-16 border border-line ${colour}`} />
            <figcaption className="label pt-1">{colour.slice(3)}</figcaption>
          </figure>
        ))}
      </Specimen>
      <Specimen name="Type">
        <div className="grid gap-4">
          <p className="title text-4xl">Learn where people meet</p>
          <p className="title text-3xl">The grammar of ornament</p>
          <p className="title text-2xl">What the money did</p>
          <p className="title text-xl">A lesson, and its length</p>
          <p className="text-lg">The quiet grotesque, for a lead of two lines that says what one gets and from whom.</p>
          <p>Work is set in sixteen pixels. 0123456789, €1,234.50, ₹4,900.00</p>
          <p className="text-ink-soft text-sm">Smaller, for what accompanies.</p>
          <p lang="hi" className="title text-2xl">
            खंभों के बीच की रोशनी
          </p>
          <p lang="hi">पाठ शांत है, और भुगतान का पन्ना सबसे सादा।</p>
        </div>
      </Specimen>
      <Specimen name="Reading">
        <div className="reading max-w-reading">
          <p>
            A stoa is a roof on a row of columns, open to the square. People walked there out of the sun, and some of
            them taught. It had no doors, so nobody was ever outside.
          </p>
          <h2>Of light and intervals</h2>
          <p>
            What one sees of a colonnade is not the columns but the <em>intervals</em>: light, shadow, light. A page is
            made in the same way.
          </p>
          <blockquote>No man was ever wise by chance.</blockquote>
          <ul>
            <li>A list is set with dashes.</li>
            <li>It hangs in the margin.</li>
          </ul>
        </div>
      </Specimen>
      <Specimen name={`Covers, drawn from the slug in ${PALETTES.length} lights`}>
        <div className="grid w-full grid-cols-2 gap-4 md:grid-cols-4">
          {COVERS.map((slug) => (
            <CourseCover key={slug} slug={slug} />
          ))}
        </div>
        <div className="grid w-full grid-cols-3 gap-4 md:grid-cols-6">
          {COVERS.slice(0, 6).map((slug) => (
            <CourseCover key={slug} slug={slug} cut="standing" />
          ))}
        </div>
        <CourseCover slug="drawing-the-city" cut="wide" />
      </Specimen>
    </Section>
  );
}
