import type { DriftPolicy } from "#core/sync";

/** The connection as the form holds it while it is edited; an empty password keeps the stored one. */
export interface ConnectionValues {
  readonly baseUrl: string;
  readonly company: string;
  readonly loginName: string;
  readonly password: string;
  readonly pointAccountId: string;
  readonly driftPolicy: DriftPolicy;
  readonly driftLimit: string;
  readonly pollSeconds: string;
  /** Empty: the history cannot be read. */
  readonly historyUrl: string;
  readonly historyLagSeconds: string;
}

/** Messages next to the fields they are about; `form` stands above them. */
export type ConnectionErrors = Partial<Record<keyof ConnectionValues | "form", string>>;

export interface ConnectionFormProps {
  readonly values: ConnectionValues;
  readonly errors: ConnectionErrors;
  readonly onChange: (values: ConnectionValues) => void;
}

/** What every text field of the form has in common, by the name of its value. */
export function textFields({ values, errors, onChange }: ConnectionFormProps) {
  return (name: Exclude<keyof ConnectionValues, "driftPolicy">) => ({
    name,
    value: values[name],
    onChange: (value: string) => onChange({ ...values, [name]: value }),
    error: errors[name] ?? false,
    autoComplete: "off",
  });
}
