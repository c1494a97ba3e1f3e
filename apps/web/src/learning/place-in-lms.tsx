import type { OwnPlace } from "@stoa/api/lms/schemas";
import { TextLink } from "@stoa/ui/text-link";
import { getTranslations } from "next-intl/server";

/** How far a learner is in the external learning system, the way there, and the certificate it gave. */
export async function PlaceInLms({ place, title }: { place: OwnPlace; title: string }) {
  const t = await getTranslations("learning");
  const { progressPercent, url, certificateUrl } = place;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-soft text-sm">
      <TextLink asChild>
        <a href={url}>
          {t("lms.open")}
          <span className="sr-only">: {title}</span>
        </a>
      </TextLink>
      {progressPercent === null ? null : <span>{t("lms.progress", { percent: progressPercent })}</span>}
      {certificateUrl === null ? null : (
        <TextLink asChild>
          <a href={certificateUrl}>
            {t("lms.certificate")}
            <span className="sr-only">: {title}</span>
          </a>
        </TextLink>
      )}
    </p>
  );
}
