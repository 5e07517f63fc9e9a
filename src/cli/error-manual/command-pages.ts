import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { proxyRejectedCode } from "../apply/rejection-diagnostics.ts";
import { documentCodes } from "../../documents/codes.ts";

const write = `printf 'service "web" {\\n  port = 8080\\n}\\n' > mesh.hcl`;
const right = { shell: `${write}\nmesh validate mesh.hcl` };

/** The pages about files, the command line and what proxies say. */
export const commandPages: readonly ErrorPage[] = [
  {
    code: proxyRejectedCode,
    title: "A proxy that would not take its configuration",
    meaning:
      "Envoy checks what it is sent and refuses what it cannot use. It keeps what it had before, so traffic goes on as it did, but the change is not in effect there. The message has Envoy's own words and names the lines of your documents that the refused part comes from.\n\nMost of what Envoy refuses is found by `mesh validate` before. What is left depends on the proxy: its version, its machine, a port that something else took.",
    wayOut:
      "Correct the cause that Envoy names and apply again. If nothing in your documents is wrong, please report it: it is a mistake of Meshwork.",
  },
  {
    code: documentCodes.notFound,
    title: "A path that does not exist",
    meaning:
      "Commands take the path of a document or of a folder of documents. A path that does not begin with a slash starts from the folder in which the command runs.",
    wrong: { shell: `${write}\nmesh validate mesh.hlc` },
    right,
    wayOut: "Correct the path.",
  },
  {
    code: documentCodes.unreadable,
    title: "A file that cannot be read",
    meaning:
      "The operating system refuses the file: a missing permission, a path that leads in a circle or through something that is not a folder.",
    wrong: { shell: `ln -s mesh.hcl mesh.hcl\nmesh validate mesh.hcl` },
    right,
    wayOut: "Remove what keeps the file from being read, as the message says it.",
  },
  {
    code: documentCodes.notUtf8,
    title: "A file that is not UTF-8",
    meaning:
      "Documents are UTF-8. In another encoding every letter outside of English would silently become another one.",
    wrong: { shell: `printf '# caf\\351\\n' > mesh.hcl\nmesh validate mesh.hcl` },
    right,
    wayOut: "Save the file as UTF-8. If it is not text at all, give another path.",
  },
  {
    code: documentCodes.tooLarge,
    title: "A file too large for a document",
    meaning:
      "Nobody writes a document of many megabytes; most likely the path is wrong. The message says how large a document may be.",
    wrong: { shell: `head -c 99000000 /dev/zero > mesh.hcl\nmesh validate mesh.hcl` },
    right,
    wayOut: "Correct the path, or split the document into several files of one folder.",
  },
  {
    code: documentCodes.empty,
    title: "A folder without documents",
    meaning:
      "Given a folder, commands read every `*.hcl` and `*.json` file in it, but not the folders within it. Files in which nothing resembles a mesh are somebody else's and are left out.",
    wrong: { shell: `mkdir mesh\nmesh validate mesh` },
    right: { shell: `mkdir mesh\n${write.replace("> mesh.hcl", "> mesh/mesh.hcl")}\nmesh validate mesh` },
    wayOut: "Give the folder that holds the documents, or a document itself.",
  },
  {
    code: documentCodes.outside,
    title: "A module that a link leads out of the documents",
    meaning:
      "The documents of a set travel as a whole to where they are applied, with the modules they call. A module that is a link to a folder somewhere else would not be there.",
    wrong: {
      shell: `mkdir mesh\nmkdir edge\nln -s ../edge mesh/edge\nprintf 'module "edge" {\\n  source = "./edge"\\n}\\n' > mesh/mesh.hcl\nmesh validate mesh`,
    },
    right: {
      shell: `mkdir -p mesh/edge\n${write.replace("> mesh.hcl", "> mesh/edge/edge.hcl")}\nprintf 'module "edge" {\\n  source = "./edge"\\n}\\n' > mesh/mesh.hcl\nmesh validate mesh`,
    },
    wayOut: "Copy the module into the folder of the documents.",
  },
  {
    code: documentCodes.malformedVariable,
    title: "A -var without a value",
    meaning:
      "`-var` is followed by the name of a variable, an equals sign and the value, as one word of the shell.",
    wrong: { shell: `${write}\nmesh validate mesh.hcl -var port` },
    right: {
      shell: `printf 'variable "port" {}\\nservice "web" {\\n  port = var.port\\n}\\n' > mesh.hcl\nmesh validate mesh.hcl -var port=8080`,
    },
    wayOut: "Write `-var 'name=value'`.",
  },
];
