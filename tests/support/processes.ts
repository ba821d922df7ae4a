import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

export interface StartedProcess {
  readonly child: ChildProcess;
  /** All that it wrote so far, both streams. */
  output(): string;
  /** Resolves when a line of the output matches; rejects when the process ends before. */
  says(pattern: RegExp): Promise<void>;
  /** The exit code; null: a signal ended it. */
  readonly exit: Promise<number | null>;
}

/** Starts one of the app's own entry files the way it runs in production, with exactly this environment. */
export function startProcess(
  file: string,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
  words: readonly string[] = [],
): StartedProcess {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...nodeOptions, file, ...words],
    {
      // why: NODE_ENV and the like of the test runner must not leak into what is under test
      env: env as NodeJS.ProcessEnv,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let output = "";
  let listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    child,
    output: () => output,
    exit,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(output)) return;
          listeners = listeners.filter((each) => each !== look);
          resolve();
        };
        listeners.push(look);
        void exit.then(() => reject(new Error(`${file} ended before it said ${pattern}: ${output}`)));
        look();
      }),
  };
}
