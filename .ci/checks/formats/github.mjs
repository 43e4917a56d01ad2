// Whatever the program says to GitHub, GitHub's own toolkit would have said in the same words.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const [tools, commands, report] = process.argv.slice(2);
const core = await import(pathToFileURL(`${tools}/node_modules/@actions/core/lib/core.js`));
const lines = fs.readFileSync(commands, "utf8").trimEnd().split("\n");
const unescape = (text) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%");
const say = { error: core.error, warning: core.warning, notice: core.notice };

function toolkit(line) {
  const [, command, properties, message] = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line);
  const cut = (pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  const pairs = Object.fromEntries(properties.split(",").map(cut));
  const { file, title, line: startLine, endLine, col: startColumn, endColumn } = pairs;
  const written = [];
  const write = process.stdout.write;
  process.stdout.write = (text) => written.push(text);
  say[command](unescape(message), { title: unescape(title), file: unescape(file), startLine, endLine, startColumn, endColumn });
  process.stdout.write = write;
  return written.join("").trimEnd();
}

const parts = (line) => {
  const [, command, properties, message] = /^::(\w+) (.*?)::(.*)$/.exec(line);
  return JSON.stringify([command, properties.split(",").sort(), message]);
};
for (const line of lines) {
  if (parts(line) !== parts(toolkit(line))) {
    console.error(`not what the toolkit says:\n${line}\n${toolkit(line)}`);
    process.exit(1);
  }
}
const { drafts, errors } = JSON.parse(fs.readFileSync(report, "utf8"));
const wanted = drafts.reduce((sum, draft) => sum + draft.findings.length, errors.length);
if (lines.length !== wanted) {
  console.error(`${lines.length} commands for ${wanted} findings and errors`);
  process.exit(1);
}
console.log("ok");
