export interface DateTimeProps {
  value: Date | string;
  locale: string;
  /** IANA name; the page knows it from the reader's browser. */
  timeZone: string;
  style?: "date" | "time" | "both";
}

const styles: Readonly<Record<NonNullable<DateTimeProps["style"]>, Intl.DateTimeFormatOptions>> = {
  date: { dateStyle: "long" },
  time: { timeStyle: "short" },
  both: { dateStyle: "medium", timeStyle: "short" },
};

/** A moment in the reader's language and zone, and for machines exactly. */
export function DateTime({ value, locale, timeZone, style = "date" }: DateTimeProps) {
  const moment = new Date(value);
  return (
    <time dateTime={moment.toISOString()} className="figures whitespace-nowrap">
      {new Intl.DateTimeFormat(locale, { ...styles[style], timeZone }).format(moment)}
    </time>
  );
}
