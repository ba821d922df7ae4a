interface Progress {
  readonly rows: number;
  readonly bytesRead: number;
  readonly totalBytes: number;
}

/** What a progress needs of a stream. */
interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const BAR_WIDTH = 30;
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/**
 * Shows how far an import has come: on a terminal as a bar that is drawn anew in its place, elsewhere as a line at the
 * beginning and every five seconds.
 */
export function createProgress(screen: Screen, now: () => number = () => performance.now()) {
  const began = now();
  const everyMs = screen.isTTY ? REDRAW_MS : LINE_MS;
  let shownAt = Number.NEGATIVE_INFINITY;
  let last: Progress | undefined;
  let isShown = false;

  const show = (progress: Progress): void => {
    last = progress;
    isShown = now() - shownAt >= everyMs;
    if (isShown) draw(progress);
  };

  const draw = (progress: Progress): void => {
    shownAt = now();
    const text = wordsFor(progress, (now() - began) / 1_000);
    screen.write(screen.isTTY ? `\r\u001B[K${barFor(progress)} ${text}` : `${text}\n`);
  };

  return {
    show,
    /** Draws where it ended, and leaves the line. */
    end(): void {
      if (last && !isShown) draw(last);
      if (last && screen.isTTY) screen.write("\n");
    },
  };
}

function wordsFor({ rows, bytesRead, totalBytes }: Progress, seconds: number): string {
  const perSecond = seconds > 0 ? Math.round(rows / seconds) : 0;
  const share = shareOf(bytesRead, totalBytes);
  const left = share > 0 ? Math.round((seconds / share) * (1 - share)) : 0;
  return `${Math.floor(share * 100)} % · ${rows} rows · ${perSecond} rows/s · ${left} s left`;
}

function barFor({ bytesRead, totalBytes }: Progress): string {
  const filled = Math.round(shareOf(bytesRead, totalBytes) * BAR_WIDTH);
  return `[${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)}]`;
}

function shareOf(bytesRead: number, totalBytes: number): number {
  return totalBytes === 0 ? 1 : Math.min(bytesRead / totalBytes, 1);
}
