import { Stat, StatRow } from "@stoa/ui/stat";
import { TextLink } from "@stoa/ui/text-link";
import Link from "next/link";

export interface Figure {
  label: string;
  value: number;
  /** The rows behind it. */
  href: string;
  bad?: boolean;
  note?: string;
}

/** Figures, each of which leads to its rows. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <StatRow>
      {figures.map(({ label, value, href, bad, note }) => (
        <Stat
          key={label}
          label={label}
          tone={bad ? "bad" : "plain"}
          note={bad ? "wants a look" : note}
          value={
            <TextLink asChild quiet>
              <Link href={href} aria-label={`${label}: ${value}`}>
                {value.toLocaleString("en-GB")}
              </Link>
            </TextLink>
          }
        />
      ))}
    </StatRow>
  );
}
