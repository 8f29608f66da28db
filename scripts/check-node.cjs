// Loaded before everything else: an old Node would only say that it cannot read TypeScript.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Offprint needs Node 22.18 or newer; this is ${process.version}. See https://nodejs.org.`,
  );
  process.exit(1);
}
