export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One column of a list of rows. */
export interface RowColumn {
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "number" | "choice";
  readonly options?: readonly Choice[];
}

interface Named {
  /** Where it stands in the settings' document, with points between. */
  readonly path: string;
  readonly label: string;
  readonly help: string;
}

/** How one setting is asked for. `number` and `text` marked as optional may stay empty. */
export type SetupField =
  | (Named & {
      readonly kind: "text" | "number" | "moment";
      readonly optional?: boolean;
      readonly suffix?: string;
    })
  | (Named & { readonly kind: "lines" | "check" })
  | (Named & { readonly kind: "choice"; readonly options: readonly Choice[] })
  | (Named & { readonly kind: "rows"; readonly columns: readonly RowColumn[]; readonly add: string });

export interface SetupGroup {
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly SetupField[];
}
