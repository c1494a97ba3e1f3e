import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import { RowKeys } from "@stoa/ui/row-keys";
import { SortTh, Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import Link from "next/link";
import type { ReactNode } from "react";
import { href } from "../server/query.ts";
import { type SortKey, sortingOf, sortRows } from "./sort-rows.ts";

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  readonly numeric?: boolean;
  /** Makes the heading a link that puts the rows of this page in its order. */
  readonly sortBy?: (row: T) => SortKey;
}

export interface ListProps<T> {
  /** What the rows are. */
  caption: string;
  path: string;
  /** The filters of this view, so that the next page keeps them. */
  params?: Readonly<Record<string, string>>;
  page: { items: readonly T[]; nextCursor?: string | null };
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  empty: { title: string; hint: string };
}

/** A list of the house: dense, by keyboard (j and k, Enter), page by page. */
export function List<T>({ caption, path, params = {}, page, columns, keyOf, empty }: ListProps<T>) {
  if (page.items.length === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>;
  const { cursor, ...view } = params;
  const sorting = sortingOf(params.sort);
  const sorted = columns.find((column) => column.sortBy && column.head === sorting?.by);
  const rows = sorting && sorted?.sortBy ? sortRows(page.items, sorted.sortBy, sorting.descending) : page.items;
  return (
    <>
      <RowKeys>
        <Table caption={sorted ? `${caption}; this page sorted by ${sorted.head}` : caption} dense>
          <TableHead>
            {columns.map((column) => (
              <Heading key={column.head} column={column} path={path} params={params} />
            ))}
          </TableHead>
          <TableBody>
            {rows.map((item) => (
              <Tr key={keyOf(item)}>
                {columns.map((column, index) => (
                  <Td key={column.head} numeric={column.numeric} className={index === 0 ? "min-w-40" : undefined}>
                    {column.cell(item)}
                  </Td>
                ))}
              </Tr>
            ))}
          </TableBody>
        </Table>
      </RowKeys>
      <Pager
        label={`${caption}, pages`}
        link={Link}
        firstHref={cursor ? href(path, view) : null}
        nextHref={page.nextCursor ? href(path, { ...view, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}

function Heading<T>({
  column,
  path,
  params,
}: {
  column: Column<T>;
  path: string;
  params: Readonly<Record<string, string>>;
}) {
  if (!column.sortBy) return <Th numeric={column.numeric}>{column.head}</Th>;
  const sorting = sortingOf(params.sort);
  const mine = sorting?.by === column.head;
  const sort = mine && !sorting.descending ? `-${column.head}` : column.head;
  return (
    <SortTh
      href={href(path, { ...params, sort })}
      sorted={mine ? (sorting.descending ? "descending" : "ascending") : "none"}
      numeric={column.numeric}
      link={Link}
    >
      {column.head}
    </SortTh>
  );
}
