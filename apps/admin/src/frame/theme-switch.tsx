import { cookies } from "next/headers";
import { chooseTheme } from "./choose-theme.ts";
import { THEME_COOKIE } from "./theme.ts";

const CHOICES = [
  { value: "", label: "System" },
  { value: "light", label: "Day" },
  { value: "dark", label: "Night" },
] as const;

/** Day, night, or as the system says. */
export async function ThemeSwitch() {
  const chosen = (await cookies()).get(THEME_COOKIE)?.value ?? "";
  return (
    <form action={chooseTheme} className="flex gap-1">
      {CHOICES.map(({ value, label }) => (
        <button
          key={value}
          type="submit"
          name="theme"
          value={value}
          aria-pressed={value === chosen}
          className="min-h-6 rounded-sm px-2 py-0.5 text-ink-soft text-xs hover:text-ink aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-ink"
        >
          {label}
        </button>
      ))}
    </form>
  );
}
