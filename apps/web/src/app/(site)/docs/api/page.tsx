import { CodeView, JsonView } from "@stoa/ui/code-view";
import { PageHeader } from "@stoa/ui/page-header";
import { TextLink } from "@stoa/ui/text-link";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { type Operation, operationsBySubject } from "../../../../docs/open-api.ts";
import { webEnv } from "../../../../env.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("docs"))("title") };
}

/** The REST interface, drawn from the live document, so that it cannot be out of date. */
export default async function ApiDocsPage() {
  const t = await getTranslations("docs");
  return (
    <div className="page max-w-[60rem] py-10 md:py-14">
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={<TextLink href="/api/v1/openapi.json">openapi.json</TextLink>}
      />
      <CodeView label={t("try")} code={`curl ${webEnv().webUrl}/api/v1/courses?limit=2`} />
      {[...operationsBySubject()].map(([subject, operations]) => (
        <section key={subject} className="pt-12" aria-labelledby={`subject-${subject}`}>
          <h2 id={`subject-${subject}`} className="title border-line-strong border-b pb-2 text-2xl">
            {subject}
          </h2>
          {operations.map((operation) => (
            <OperationView key={`${operation.method} ${operation.path}`} operation={operation} />
          ))}
        </section>
      ))}
    </div>
  );
}

async function OperationView({ operation }: { operation: Operation }) {
  const t = await getTranslations("docs");
  return (
    <article className="grid gap-3 border-line border-b py-5">
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-mono text-sm">
        <span className="font-semibold">{operation.method}</span>
        <span className="break-all">{operation.path}</span>
      </h3>
      <p className="text-ink-soft">{operation.summary}</p>
      {operation.parameters.length > 0 ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
          {operation.parameters.map((parameter) => (
            <div key={parameter.name} className="contents">
              <dt className="font-mono text-xs leading-6">{parameter.name}</dt>
              <dd className="text-ink-soft">
                {parameter.in}
                {parameter.required ? `, ${t("required")}` : ""}
                {parameter.description ? `. ${parameter.description}` : ""}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <details>
        <summary className="w-fit cursor-pointer rounded-sm text-aegean text-sm">{t("schemas")}</summary>
        <div className="grid gap-3 pt-3">
          {operation.request ? (
            <JsonView label={`${t("request")}: ${operation.method} ${operation.path}`} value={operation.request} />
          ) : null}
          {operation.response ? (
            <JsonView label={`${t("response")}: ${operation.method} ${operation.path}`} value={operation.response} />
          ) : null}
        </div>
      </details>
    </article>
  );
}
