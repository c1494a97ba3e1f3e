import { Breadcrumb, type Crumb } from "@stoa/ui/breadcrumb";
import Link from "next/link";

/** The way to this page from its room. */
export function Way({ crumbs }: { crumbs: readonly Crumb[] }) {
  return <Breadcrumb label="You are here" crumbs={crumbs} link={Link} />;
}
