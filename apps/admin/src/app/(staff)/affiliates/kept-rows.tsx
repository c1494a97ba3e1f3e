import { Table, TableBody, TableHead, Td, Th, Tr } from "@stoa/ui/table";
import type { ReactNode } from "react";
import { ActForm } from "../../../forms/act-form.tsx";
import type { Action } from "../../../forms/act-state.ts";
import type { Column } from "../../../parts/list.tsx";

interface KeptRowsProps<T> {
  caption: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  /** What is said where there are none. */
  none: string;
  /** What takes a row out again; null for those who may not. */
  removal: { action: Action; field: string; submit: string } | null;
  /** The form that adds one. */
  children: ReactNode;
}

/** A few rows that are kept by hand: each can be taken out, and the form below adds another. */
export function KeptRows<T extends { id: string }>({
  caption,
  rows,
  columns,
  none,
  removal,
  children,
}: KeptRowsProps<T>) {
  return (
    <div className="grid gap-6">
      {rows.length === 0 ? <p className="text-ink-soft text-sm">{none}</p> : null}
      {rows.length > 0 ? (
        <Table caption={caption} dense>
          <TableHead>
            {columns.map(({ head, numeric }) => (
              <Th key={head} numeric={numeric}>
                {head}
              </Th>
            ))}
            <Th>
              <span className="sr-only">Taking out</span>
            </Th>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <Tr key={row.id}>
                {columns.map(({ head, numeric, cell }) => (
                  <Td key={head} numeric={numeric} className="max-w-prose">
                    {cell(row)}
                  </Td>
                ))}
                <Td>
                  {removal ? (
                    <ActForm
                      id={`remove-${row.id}`}
                      action={removal.action}
                      hidden={{ [removal.field]: row.id }}
                      submit={removal.submit}
                      look="quiet"
                      size="sm"
                    />
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      ) : null}
      {children}
    </div>
  );
}
