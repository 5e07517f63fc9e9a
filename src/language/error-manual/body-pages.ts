import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { languageCodes } from "../codes.ts";

const web = `service "web" {\n  port = 8080\n}`;

/** The pages about what a block may hold. */
export const bodyPages: readonly ErrorPage[] = [
  {
    code: languageCodes.unsupportedAttribute,
    title: "An argument that this block does not have",
    meaning:
      "Every argument has a meaning or is refused; none is ignored. Usually its name is misspelt, or it belongs to another block. The reference of each block lists its arguments.",
    wrong: `service "web" {\n  port     = 8080\n  protokol = "http"\n}`,
    right: `service "web" {\n  port     = 8080\n  protocol = "http"\n}`,
    wayOut: "Correct the name, move the argument to the block it belongs to, or remove it.",
  },
  {
    code: languageCodes.unsupportedBlock,
    title: "A block that has no place here",
    meaning:
      "Every block has a meaning where it stands or is refused. Usually its type is misspelt, or a brace too many ended the block it belongs to.",
    wrong: `servise "web" {\n  port = 8080\n}`,
    right: web,
    wayOut: "Correct the type, move the block to where it belongs, or remove it.",
  },
  {
    code: languageCodes.missingAttribute,
    title: "An argument that has to be there",
    meaning: "Some blocks are incomplete without an argument: an `output` without its value says nothing.",
    wrong: `output "port" {}\n\n${web}`,
    right: `output "port" {\n  value = 8080\n}\n\n${web}`,
    wayOut: "Add the argument, or remove the block.",
  },
  {
    code: languageCodes.attributeAsBlock,
    title: "An argument that is written like a block",
    meaning:
      "An argument has an equals sign, even when its value is an object in braces. Only in a block do further blocks and arguments stand.",
    wrong: `service "web" {\n  port = 8080\n  meta {\n    team = "shop"\n  }\n}`,
    right: `service "web" {\n  port = 8080\n  meta = {\n    team = "shop"\n  }\n}`,
    wayOut: "Put an equals sign before the brace.",
  },
  {
    code: languageCodes.blockAsAttribute,
    title: "A block that is written like an argument",
    meaning:
      "A block has no equals sign: its type, its labels, and braces. Several are written one after another, not as a list.",
    wrong: `service "web" {\n  port  = 8080\n  check = { interval = "10s" }\n}`,
    right: `service "web" {\n  port = 8080\n  check "tcp" { interval = "10s" }\n}`,
    wayOut: "Remove the equals sign, and give the block its label if it has one.",
  },
  {
    code: languageCodes.wrongLabelCount,
    title: "A block with too few or too many labels",
    meaning:
      "The texts between a block's type and its brace are its labels. Each type has a fixed number of them: a `service` has one, its name; a `mesh` has none.",
    wrong: `mesh "dc1" {}\n\n${web}`,
    right: `mesh {\n  datacenter = "dc1"\n}\n\n${web}`,
    wayOut: "Give the block the labels that the message shows.",
  },
];
