const needed = [20, 19];

/** Ends the program with plain words when this Node is too old to run it. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return;
  process.stderr.write(
    `Commonplace needs Node.js ${needed.join('.')} or newer; this is ${process.versions.node}.\n` +
      'Get a current one from https://nodejs.org/ and run the command again.\n',
  );
  process.exit(1);
}
