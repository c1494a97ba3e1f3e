import { SkeletonColumns, SkeletonLine } from "@stoa/ui/skeleton";

export default function Loading() {
  return (
    <div className="grid gap-8">
      <SkeletonLine className="h-9 w-56" />
      <SkeletonColumns label="The page is being read." />
    </div>
  );
}
