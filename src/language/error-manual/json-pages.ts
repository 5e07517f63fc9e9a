import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { languageCodes } from "../codes.ts";

const service = `{\n  "service": { "web": { "port": 8080 } }\n}`;

/** The pages about documents in JSON, and about Consul's own. */
export const jsonPages: readonly ErrorPage[] = [
  {
    code: languageCodes.invalidJson,
    title: "A file that is not valid JSON",
    meaning:
      "A file whose name ends with `.json` is JSON to the letter: names and texts in double quotes, commas between members, brackets closed.",
    wrong: { files: { "mesh.json": `{\n  "service": { "web": { "port" 8080 } }\n}` } },
    right: { files: { "mesh.json": service } },
    wayOut: "Correct it. A document in HCL is called `*.hcl`.",
  },
  {
    code: languageCodes.jsonComment,
    title: "A comment in JSON",
    meaning: "JSON has no comments, and other programs that read the file would fail over one.",
    wrong: {
      files: { "mesh.json": `{\n  // The shop's front end.\n  "service": { "web": { "port": 8080 } }\n}` },
    },
    right: {
      files: {
        "mesh.json": `{\n  "//": "The shop's front end.",\n  "service": { "web": { "port": 8080 } }\n}`,
      },
    },
    wayOut: 'Remove it, or write it as a member called `"//"`, which is ignored.',
  },
  {
    code: languageCodes.jsonTrailingComma,
    title: "A comma after the last member",
    meaning: "In JSON commas stand between members and between elements, but not after the last one.",
    wrong: { files: { "mesh.json": `{\n  "service": { "web": { "port": 8080, } }\n}` } },
    right: { files: { "mesh.json": service } },
    wayOut: "Remove the comma.",
  },
  {
    code: languageCodes.wrongJsonShape,
    title: "JSON of another shape than blocks have",
    meaning:
      'In JSON a block is an object under its type, with an object for each label: `service "web" { … }` becomes `"service": { "web": { … } }`. Several blocks without a label are a list of objects.',
    wrong: { files: { "mesh.json": `{\n  "service": "web"\n}` } },
    right: { files: { "mesh.json": service } },
    wayOut: "Put the block's arguments into an object, below its labels.",
  },
  {
    code: languageCodes.conflictingMembers,
    title: "A name that is a value in one place and a block in another",
    meaning:
      "In Consul's own documents a name may be repeated, and its blocks are gathered in a list. A value and a block of one name cannot be gathered: one of the two would be lost.",
    wrong: `service {\n  name = "web"\n  port = 8080\n  meta { team = "shop" }\n  meta = "shop"\n  connect { sidecar_service {} }\n}`,
    right: `service {\n  name = "web"\n  port = 8080\n  meta { team = "shop" }\n  connect { sidecar_service {} }\n}`,
    wayOut: "Decide for one of the two forms.",
  },
];
