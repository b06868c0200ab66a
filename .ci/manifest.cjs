// Checks each document of a manifest against the schema of its kind: node manifest.cjs FILE
const { readFileSync } = require('node:fs');
const { parseAllDocuments } = require('yaml');

let failed = 0;
for (const document of parseAllDocuments(readFileSync(process.argv[2], 'utf8'))) {
  const resource = document.toJS();
  const name = `${resource.apiVersion} ${resource.kind}`;
  try {
    const models = require(`kubernetes-models/${resource.apiVersion}`);
    new models[resource.kind](resource).validate();
    console.log(`${name}: valid`);
  } catch (e) {
    failed++;
    console.error(`${name}: ${e.message}`);
  }
}
process.exitCode = failed;
