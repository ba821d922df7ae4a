const WIDTH = 30;
/** Often enough to be seen moving, seldom enough to cost nothing. */
const REDRAW_MS = 100;
/** Where no terminal listens, a line of this many seconds apart is enough to see that it lives. */
const LINE_MS = 5_000;

export interface ProgressBar {
  update(done: number): void;
  /** Takes the bar away; what is printed next has the line for itself. */
  end(): void;
}

/** A bar that fills as `done` goes to `total`; plain lines where the output is no terminal. */
export function createProgressBar(
  label: string,
  total: number,
  out: { readonly isTTY?: boolean; write(text: string): unknown } = process.stdout,
): ProgressBar {
  let next = Date.now() + (out.isTTY ? 0 : LINE_MS);
  return {
    update(done) {
      const now = Date.now();
      if (now < next) return;
      next = now + (out.isTTY ? REDRAW_MS : LINE_MS);
      const share = total === 0 ? 1 : Math.min(done / total, 1);
      const text = `${label} ${Math.floor(share * 100)}%, ${count(done)} of ${count(total)}`;
      if (!out.isTTY) return void out.write(`${text}\n`);
      const full = Math.round(share * WIDTH);
      out.write(`\r\u001b[K[${"#".repeat(full)}${".".repeat(WIDTH - full)}] ${text}`);
    },
    end() {
      if (out.isTTY) out.write("\r\u001b[K");
    },
  };
}

/** A number for people. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}
