/** A moment as staff read it: in UTC, like the logs and the gateways' pages. `exact` adds the seconds. */
export function When({ at, exact }: { at: Date | string | null; exact?: boolean }) {
  if (at === null) return <span className="text-ink-faint">–</span>;
  const iso = new Date(at).toISOString();
  const text = `${iso.slice(0, 10)} ${iso.slice(11, exact ? 19 : 16)}`;
  return (
    <time dateTime={iso} title={`${iso} (UTC)`} className="figures whitespace-nowrap">
      {text}
    </time>
  );
}
