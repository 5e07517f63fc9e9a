// Records what the real `terraform console` says of every expression in calls.txt, for
// test/language/terraform-console. Run it from the repository's root, with terraform 1.11 or later on PATH:
//
//   node tools/terraform-console/record.mjs
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const fixtures = "test/language/terraform-console";
const calls = readFileSync("tools/terraform-console/calls.txt", "utf8").split("\n").filter(Boolean);

// The console looks for configuration and state where it runs: a copy keeps it from writing beside the fixtures.
const folder = mkdtempSync(join(tmpdir(), "terraform-console-"));
cpSync(join(fixtures, "files"), folder, { recursive: true });
const configuration = join(tmpdir(), `${folder.split("/").at(-1)}.tfrc`);
writeFileSync(configuration, "");
const environment = { ...process.env, TF_CLI_CONFIG_FILE: configuration, NO_COLOR: "1" };

const version = JSON.parse(
  execFileSync("terraform", ["version", "-json"], { encoding: "utf8", env: environment }),
);
const rows = [];
let family = "";
for (const line of calls) {
  if (line.startsWith("# ")) family = line.slice(2);
  else rows.push({ family, expression: line, ...outcomeOf(line) });
}
rmSync(folder, { recursive: true });
rmSync(configuration);
const recorded = { terraform: version.terraform_version, rows };
writeFileSync(join(fixtures, "recorded.json"), `${JSON.stringify(recorded, null, 2)}\n`);
console.log(
  `${rows.length} expressions recorded, ${rows.filter(({ error }) => error).length} of them refused`,
);

/** The value as JSON text, whose numbers keep all their digits; or the summary of the first error. */
function outcomeOf(expression) {
  // Base64 survives the console's quoting of texts.
  const output = consoleOutput(`base64encode(jsonencode(${expression}))`);
  // A null of no type makes some functions wait for ever instead of failing.
  if (output.text.trim() === "(known after apply)") return { error: "unknown" };
  if (output.status === 0) {
    const encoded = /^"([A-Za-z0-9+/=]*)"$/.exec(output.text.trim())?.[1];
    if (encoded === undefined) throw new Error(`not understood: ${expression}: ${output.text}`);
    return { json: Buffer.from(encoded, "base64").toString("utf8") };
  }
  return { error: /Error: (.*)/.exec(output.text)?.[1] ?? output.text };
}

function consoleOutput(input) {
  const { status, stdout, stderr } = spawnSync("terraform", ["console"], {
    cwd: folder,
    env: environment,
    input: `${input}\n`,
    encoding: "utf8",
  });
  // eslint-disable-next-line no-control-regex -- the console colours errors whatever it is told
  return { status, text: `${stdout}${stderr}`.replace(/\u001b\[\d*m/g, "") };
}
