import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import { RowKeys } from "@stoa/ui/row-keys";
import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import Link from "next/link";
import type { ReactNode } from "react";
import { href } from "../server/query.ts";

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  readonly numeric?: boolean;
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
  const { cursor, ...filters } = params;
  return (
    <>
      <RowKeys>
        <Table caption={caption} dense>
          <TableHead>
            {columns.map((column) => (
              <Th key={column.head} numeric={column.numeric}>
                {column.head}
              </Th>
            ))}
          </TableHead>
          <TableBody>
            {page.items.map((item) => (
              <Tr key={keyOf(item)}>
                {columns.map((column) => (
                  <Td key={column.head} numeric={column.numeric}>
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
        firstHref={cursor ? href(path, filters) : null}
        nextHref={page.nextCursor ? href(path, { ...filters, cursor: page.nextCursor }) : null}
        firstLabel="Back to the first page"
        nextLabel="Next page"
        endLabel="This is all."
      />
    </>
  );
}
