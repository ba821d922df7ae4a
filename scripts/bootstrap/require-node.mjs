const oldestNode = 20;

/**
 * Ends the process with one sentence on a Node too old for what follows. Imported by itself, before anything that
 * an old Node could not even read.
 */
export function requireNode(version = process.versions.node) {
  if (Number(version.split(".")[0]) >= oldestNode) return;
  console.error(
    `This is Node ${version}, and at least Node ${oldestNode} is needed: install a newer one from nodejs.org.`,
  );
  process.exit(1);
}
