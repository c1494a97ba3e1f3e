import { Button } from "@stoa/ui/button";
import { Field } from "@stoa/ui/field";
import { Input } from "@stoa/ui/input";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { deepLink } from "../../../../affiliate/deep-link.ts";
import { AffiliateFrame } from "../../../../affiliate/frame.tsx";
import { mustBeAffiliate } from "../../../../affiliate/own.ts";
import { OwnLink } from "../../../../affiliate/own-link.tsx";
import { webEnv } from "../../../../env.ts";
import { readApi } from "../../../../server/api.ts";
import { mustBeSignedIn } from "../../../../server/viewer.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("affiliate"))("links.title"), robots: { index: false } };
}

/** Links to any page, and words and pictures to use with them. */
export default async function LinksPage({ searchParams }: { searchParams: Promise<{ page?: string }> }) {
  await mustBeSignedIn("/affiliate/links");
  const [t, own, { page }] = await Promise.all([getTranslations("affiliate"), mustBeAffiliate(), searchParams]);
  const { items } = await (await readApi()).affiliates.creatives();
  const made = page ? deepLink(page, { shop: webEnv().webUrl, code: own.code }) : undefined;
  return (
    <AffiliateFrame own={own} current="links">
      <section aria-labelledby="make" className="grid gap-4">
        <h2 id="make" className="title text-xl">
          {t("links.make")}
        </h2>
        <form className="grid max-w-form gap-4">
          <Field
            id="page"
            label={t("links.page")}
            hint={t("links.pageHint")}
            {...(made === null ? { error: t("links.notOurs") } : {})}
          >
            {(wiring) => <Input {...wiring} name="page" defaultValue={page} maxLength={500} />}
          </Field>
          <div>
            <Button type="submit" look="secondary">
              {t("links.submit")}
            </Button>
          </div>
        </form>
        {made ? (
          <div role="status" className="grid gap-2">
            <p className="font-medium">{t("links.yours")}</p>
            <OwnLink link={made} />
          </div>
        ) : null}
      </section>
      <section aria-labelledby="creatives" className="grid gap-4">
        <h2 id="creatives" className="title text-xl">
          {t("links.creatives")}
        </h2>
        {items.length === 0 ? <p className="text-ink-soft">{t("links.none")}</p> : null}
        <ul className="grid gap-6">
          {items.map(({ id, title, body, link }) => (
            <li key={id} className="grid gap-2 border-line border-t pt-4">
              <h3 className="font-semibold">{title}</h3>
              <p className="max-w-prose text-ink-soft">{body}</p>
              <OwnLink link={link} />
            </li>
          ))}
        </ul>
      </section>
    </AffiliateFrame>
  );
}
