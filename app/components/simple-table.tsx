import type { ReactNode } from "react";

interface Column {
  readonly heading: string;
  readonly numeric?: boolean;
}

interface SimpleTableProps {
  /** Read by screen readers; sighted readers have the heading above. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string | number; readonly cells: readonly ReactNode[] }[];
  readonly footer?: readonly ReactNode[];
}

const cell = {
  padding: "var(--p-space-150) var(--p-space-200)",
  borderBottom: "var(--p-border-width-025) solid var(--p-color-border-secondary)",
  verticalAlign: "top",
} as const;

const hidden = {
  position: "absolute",
  width: 1,
  height: 1,
  overflow: "hidden",
  clipPath: "inset(50%)",
} as const;

/** A small table that fits a phone: it wraps its words and never scrolls sideways. */
export function SimpleTable({ caption, columns, rows, footer }: SimpleTableProps) {
  const align = (index: number) => (columns[index]?.numeric ? ("right" as const) : ("left" as const));
  return (
    <table style={{ width: "100%", borderCollapse: "collapse", font: "inherit" }}>
      <caption style={hidden}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, index) => (
            <th
              key={column.heading}
              scope="col"
              style={{
                ...cell,
                textAlign: align(index),
                color: "var(--p-color-text-secondary)",
                fontWeight: 550,
              }}
            >
              {column.heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {row.cells.map((content, index) => (
              <td key={columns[index]?.heading} style={{ ...cell, textAlign: align(index) }}>
                {content}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {footer ? (
        <tfoot>
          <tr>
            {footer.map((content, index) => (
              <td
                key={columns[index]?.heading}
                style={{ ...cell, borderBottom: 0, textAlign: align(index), fontWeight: 600 }}
              >
                {content}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}
