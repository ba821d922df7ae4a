/** What a line may carry: ids, codes and figures. Never payloads, tokens or addresses with a query. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Writes one JSON object per line, to standard output unless told otherwise. */
export function createJsonLog(
  component: string,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  const at =
    (level: "info" | "warn" | "error") =>
    (event: string, fields: LogFields = {}) => {
      write(`${JSON.stringify({ time: new Date().toISOString(), level, component, event, ...fields })}\n`);
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

/** The code that a log line names a failure by: a fault's own, the system's, or the error's class. */
export function failureCode(failure: unknown): string {
  if (failure instanceof Error) {
    const { code } = failure as { code?: unknown };
    return typeof code === "string" ? code : failure.name;
  }
  return "not_an_error";
}
