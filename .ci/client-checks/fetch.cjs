// Calls every operation below /api/ with the client of typescript-fetch and the examples of the
// description.
const { readFileSync } = require('node:fs');
const client = require('./fetch');

const [, , file, url] = process.argv;
const description = JSON.parse(readFileSync(file, 'utf8'));
const resolve = (node) => (node.$ref ? node.$ref.split('/').slice(1).reduce((at, name) => at[name], description) : node);
function example(parameter) {
  const schema = resolve(parameter.schema);
  return parameter.example ?? schema.const ?? schema.enum?.[0];
}
/** A title that the demo has; the description's example is one of the Internet Archive itself. */
const OF_PROVIDER = { provider: 'kitsu', id: '1' };
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const configuration = new client.Configuration({ basePath: url });
const apis = Object.values(client).filter((it) => it?.prototype instanceof client.BaseAPI).map((it) => new it(configuration));

async function main() {
  let calls = 0;
  for (const [path, item] of Object.entries(description.paths)) {
    if (!path.startsWith('/api/')) {
      continue;
    }
    const parameters = [...(item.parameters ?? []), ...(item.get.parameters ?? [])].map(resolve);
    const values = parameters
      .filter((it) => it.required)
      .map((it) => [camel(it.name), path.includes('{provider}') ? (OF_PROVIDER[it.name] ?? example(it)) : example(it)]);
    const { operationId } = item.get;
    const api = apis.find((it) => it[operationId]);
    const answer = await api[operationId](Object.fromEntries(values));
    if (!answer) {
      throw new Error(`${operationId}: no answer`);
    }
    calls++;
  }
  const problem = await apis.find((it) => it.getMovie).getMovie({ id: 999999999 }).catch((it) => it);
  if (problem.response?.status !== 404) {
    throw new Error('an unknown film must be a problem');
  }
  console.log(`${calls + 1} calls with typescript-fetch`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
