// Records what `terraform fmt` makes of every document in inputs.txt and special-inputs.mjs, for
// test/language/format/recorded.json. Run it from the repository's root, with terraform 1.11 or later on PATH:
//
//   node tools/terraform-fmt/record.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { specialInputs } from "./special-inputs.mjs";

/** `### name`, then the document's lines. */
const plainInputs = readFileSync("tools/terraform-fmt/inputs.txt", "utf8")
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    name: section.slice(0, section.indexOf("\n")),
    text: section.slice(section.indexOf("\n") + 1),
  }));

const folder = mkdtempSync(join(tmpdir(), "terraform-fmt-"));
const configuration = join(folder, "empty.tfrc");
writeFileSync(configuration, "");
const env = { ...process.env, TF_CLI_CONFIG_FILE: configuration, NO_COLOR: "1" };

const { terraform_version: terraform } = JSON.parse(
  execFileSync("terraform", ["version", "-json"], { encoding: "utf8", env }),
);
const inputs = [...plainInputs, ...specialInputs];
const filename = (index) => join(folder, `${index}.tf`);
for (const [index, { text }] of inputs.entries()) writeFileSync(filename(index), text);
execFileSync("terraform", ["fmt", folder], { env });
const rows = inputs.map(({ name, text }, index) => ({
  name,
  text,
  formatted: readFileSync(filename(index), "utf8"),
}));
rmSync(folder, { recursive: true });
writeFileSync("test/language/format/recorded.json", `${JSON.stringify({ terraform, rows }, null, 2)}\n`);
console.log(`${rows.length} documents recorded`);
