import { changeOf, namesInWords, valueInWords } from "./change-of.ts";

type Recorded = Readonly<Record<string, unknown>> | null;

/** Before and after, field by field. */
export function Change({ entry }: { entry: { id: string; before: Recorded; after: Recorded } }) {
  const fields = changeOf(entry.before, entry.after);
  if (fields.length === 0) return <span className="text-ink-faint">–</span>;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm text-aegean">
        {namesInWords(fields.map((field) => field.name))}
        <span className="sr-only"> of {entry.id}</span>
      </summary>
      <dl className="grid max-w-md gap-2 py-2">
        {fields.map((field) => (
          <div key={field.name}>
            <dt className="text-ink-faint text-xs">{field.name}</dt>
            {field.before === undefined ? null : (
              <dd className="break-words">
                <del className="bg-madder-wash text-madder">{valueInWords(field.before)}</del>
              </dd>
            )}
            <dd className="break-words">
              <ins className="bg-moss-wash text-moss no-underline">{valueInWords(field.after)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
