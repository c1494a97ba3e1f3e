import { EmptyState } from "@stoa/ui/empty-state";
import { Pager } from "@stoa/ui/pager";
import { RowKeys } from "@stoa/ui/row-keys";
import { SortTh, Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import Link from "next/link";
import type { ReactNode } from "react";
import { href } from "../server/query.ts";
import { ChooseBox } from "./choose-box.tsx";

export interface Column<T> {
  readonly head: string;
  readonly cell: (row: T) => ReactNode;
  readonly numeric?: boolean;
  /** The API's name of this order: makes the heading a link that asks for the whole list in it. */
  readonly sort?: string;
}

export interface ListProps<T> {
  /** What the rows are. */
  caption: string;
  path: string;
  /** The filters of this view, so that the next page keeps them. */
  params?: Readonly<Record<string, string>>;
  page: { items: readonly T[]; nextCursor?: string | null };
  columns: readonly Column<T>[];
  /** The order of the page as the API was asked for it, with a minus when it runs backwards. */
  sorted?: string | undefined;
  keyOf: (row: T) => string;
  /** What stands where rows will stand one day. */
  empty: { title: string; hint: string };
  /** Gives the rows of a name a box, for the form that does something with many of them. */
  choose?: { form: string; nameOf: (row: T) => string | null };
  /** How to search better, for a list whose filters may find nothing. */
  noMatch?: string;
}

/** A list of the house: dense, by keyboard (j and k, Enter), page by page. */
export function List<T>({ caption, path, params = {}, page, columns, sorted, choose, keyOf, ...rest }: ListProps<T>) {
  const { empty, noMatch } = rest;
  const { cursor, ...view } = params;
  const filtered = Object.keys(view).some((name) => name !== "sort");
  if (page.items.length === 0 && filtered && noMatch)
    return <EmptyState title="Nothing matches.">{noMatch}</EmptyState>;
  if (page.items.length === 0) return <EmptyState title={empty.title}>{empty.hint}</EmptyState>;
  return (
    <>
      <RowKeys>
        <Table caption={caption} dense>
          <TableHead>
            {choose ? (
              <Th>
                <span className="sr-only">Choose</span>
              </Th>
            ) : null}
            {columns.map((column) => (
              <Heading
                key={column.head}
                column={column}
                sorted={sorted}
                hrefOf={(sort) => href(path, { ...view, sort })}
              />
            ))}
          </TableHead>
          <TableBody>
            {page.items.map((item) => (
              <Tr key={keyOf(item)}>
                {choose ? (
                  <Td className="w-8">
                    <Box form={choose.form} id={keyOf(item)} name={choose.nameOf(item)} />
                  </Td>
                ) : null}
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

function Box({ form, id, name }: { form: string; id: string; name: string | null }) {
  return name === null ? null : <ChooseBox form={form} id={id} name={name} />;
}

/** A first click sorts upwards, a second one turns it round; either begins at the first page. */
function Heading<T>({
  column: { head, numeric, sort },
  sorted,
  hrefOf,
}: {
  column: Column<T>;
  sorted: string | undefined;
  hrefOf: (sort: string) => string;
}) {
  if (!sort) return <Th numeric={numeric}>{head}</Th>;
  return (
    <SortTh
      href={hrefOf(sorted === sort ? `-${sort}` : sort)}
      sorted={sorted === sort ? "ascending" : sorted === `-${sort}` ? "descending" : "none"}
      numeric={numeric}
      link={Link}
    >
      {head}
    </SortTh>
  );
}
