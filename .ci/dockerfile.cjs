// Prints what a Dockerfile says: node dockerfile.cjs FILE STAGE INSTRUCTION
// STAGE counts from 1. An instruction in JSON form is printed as one argument a line.
const { readFileSync } = require('node:fs');

const [file, stage, wanted] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8')
  .replace(/^\s*#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim());
let current = 0;
const found = [];
for (const line of lines) {
  const [, instruction, rest] = line.match(/^(\w+)\s+(.*)$/);
  current += instruction === 'FROM' ? 1 : 0;
  if (current === Number(stage) && instruction === wanted) {
    found.push(rest.replace(/^.*?CMD (?=\[)/, '').trim());
  }
}
if (found.length !== 1) {
  throw new Error(`${file}: stage ${stage} has ${found.length} times ${wanted}`);
}
console.log(found[0].startsWith('[') ? JSON.parse(found[0]).join('\n') : found[0]);
