import { SkeletonColumns } from "@stoa/ui/skeleton";
import { getTranslations } from "next-intl/server";

export default async function Loading() {
  const t = await getTranslations("frame");
  return (
    <div className="page py-14">
      <SkeletonColumns label={t("loading")} />
    </div>
  );
}
