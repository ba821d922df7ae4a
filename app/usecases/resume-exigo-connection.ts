import type { ExigoConnections } from "./ports/exigo.ts";

/** Makes a paused connection active again; harmless when it is, or when there is none. */
export async function resumeExigoConnection(
  ports: { readonly exigoConnections: Pick<ExigoConnections, "resume"> },
  input: { readonly programId: number },
): Promise<void> {
  await ports.exigoConnections.resume(input.programId);
}
