import { chanceOf } from "./art/chance.ts";
import { readableOn } from "./art/contrast.ts";
import { PALETTES } from "./art/palettes.ts";
import { cn } from "./cn.tsx";

/** A person, by their initials on the colour of their id. Their name stands beside it, so it is silent. */
export function Avatar({ name, id, className }: { name: string; id: string; className?: string }) {
  const palette = PALETTES[Math.floor(chanceOf(id)() * PALETTES.length)];
  const { shade = "", lit = "" } = palette ?? {};
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join("");
  return (
    <span
      aria-hidden="true"
      className={cn("inline-grid size-10 shrink-0 place-items-center rounded-md font-serif text-base", className)}
      style={{ background: shade, color: readableOn(shade, lit) }}
    >
      {initials}
    </span>
  );
}
