import type { ComponentProps, ComponentType, ReactNode } from "react";
import { cn } from "./cn.tsx";

export interface TableProps extends ComponentProps<"table"> {
  /** What the rows are; heard first by those who cannot see the table. */
  caption: string;
  captionVisible?: boolean;
  /** For staff: many rows in sight. */
  dense?: boolean;
}

/** Rows and columns. It scrolls sideways by itself, so the page never does; by keyboard too. */
export function Table({ caption, captionVisible, dense, className, children, ...rest }: TableProps) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table
        data-dense={dense || undefined}
        className={cn(
          "figures group/table w-full border-collapse text-left",
          dense ? "text-sm" : "text-base",
          className,
        )}
        {...rest}
      >
        <caption className={captionVisible ? "title pb-3 text-left text-lg" : "sr-only"}>{caption}</caption>
        {children}
      </table>
    </section>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead className="border-line-strong border-b">
      <tr>{children}</tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return <tbody className="divide-y divide-line">{children}</tbody>;
}

const cellSpace =
  "px-3 py-3 align-baseline first:pl-0 last:pr-0 group-data-dense/table:px-2.5 group-data-dense/table:py-1.5";

export function Th({ numeric, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        cellSpace,
        "whitespace-nowrap font-medium text-ink-faint text-xs",
        numeric && "text-right",
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ numeric, className, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return <td className={cn(cellSpace, numeric && "whitespace-nowrap text-right", className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("hover:bg-stone has-focus-visible:bg-stone", className)} {...rest} />;
}

export interface SortThProps {
  /** Where a click goes: the same page, sorted by this column. */
  href: string;
  sorted: "ascending" | "descending" | "none";
  numeric?: boolean;
  children: ReactNode;
  link?: ComponentType<{ href: string; className?: string; children: ReactNode }> | "a";
}

/** A heading that sorts. It is a link, so it works without a script and can be opened in a new tab. */
export function SortTh({ href, sorted, numeric, children, link: Link = "a" }: SortThProps) {
  return (
    <Th numeric={numeric} aria-sort={sorted}>
      <Link href={href} className="inline-flex items-center gap-1 rounded-sm hover:text-ink">
        {children}
        <svg viewBox="0 0 8 12" aria-hidden="true" className="h-3 w-2">
          <path d="M4 0 7 4H1Z" fill="currentColor" opacity={sorted === "ascending" ? 1 : 0.28} />
          <path d="M4 12 1 8h6Z" fill="currentColor" opacity={sorted === "descending" ? 1 : 0.28} />
        </svg>
      </Link>
    </Th>
  );
}
