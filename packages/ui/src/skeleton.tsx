import { cn } from "./cn.tsx";

/** The shape of a line that is on its way. */
export function SkeletonLine({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cn("animate-light block h-4 rounded-sm bg-stone-deep", className)} />;
}

/** Light moving through columns: something is on its way. Say what, for those who listen. */
export function SkeletonColumns({ label, className }: { label: string; className?: string }) {
  return (
    <div role="status" className={cn("grid gap-3", className)}>
      <div aria-hidden="true" className="flex h-40 items-stretch gap-[7%] overflow-hidden bg-stone px-[5%]">
        {[0, 1, 2, 3, 4, 5].map((column) => (
          <span
            key={column}
            className="animate-light flex-1 bg-stone-deep"
            style={{ animationDelay: `${column * 180}ms` }}
          />
        ))}
      </div>
      <span className="sr-only">{label}</span>
    </div>
  );
}
