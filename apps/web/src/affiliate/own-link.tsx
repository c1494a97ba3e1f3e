import { CopyButton } from "@stoa/ui/copy-button";
import { getTranslations } from "next-intl/server";

/** An address to hand out, with a button that copies it. */
export async function OwnLink({ link }: { link: string }) {
  const t = await getTranslations("affiliate");
  return (
    <p className="flex flex-wrap items-center gap-3">
      <code className="figures select-all break-all rounded-sm bg-stone px-3 py-2">{link}</code>
      <CopyButton text={link} label={t("link.copy")} copiedLabel={t("link.copied")} />
    </p>
  );
}
