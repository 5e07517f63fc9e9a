import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { configCodes } from "../codes.ts";

const web = `service "web" {\n  port = 8080\n}`;

/** The pages about the fields of entries and their values. */
export const valuePages: readonly ErrorPage[] = [
  {
    code: configCodes.wrongType,
    title: "A value of the wrong kind",
    meaning:
      "Each field takes values of one kind: a text, a number, true or false, a list, an object. A number in quotes becomes a number by itself, and a number where a text is wanted becomes a text; other kinds are not guessed.",
    wrong: `service "web" {\n  port = "http"\n}`,
    right: web,
    wayOut: "Give a value of the kind that the message names.",
  },
  {
    code: configCodes.notOneOf,
    title: "A word that the field does not know",
    meaning: "Some fields take one of a few words, which the message lists. Capitals count.",
    wrong: `service "web" {\n  port     = 8080\n  protocol = "htp"\n}`,
    right: `service "web" {\n  port     = 8080\n  protocol = "http"\n}`,
    wayOut: "Write one of the words that are listed.",
  },
  {
    code: configCodes.malformed,
    title: "A text in the wrong form",
    meaning:
      "Names become parts of host names and certificates, paths begin with a slash, durations have a unit. The message says what the field's form is.",
    wrong: `service "Web_Shop" {\n  port = 8080\n}`,
    right: `service "web-shop" {\n  port = 8080\n}`,
    wayOut: "Write the text in the form that the message describes.",
  },
  {
    code: configCodes.outOfRange,
    title: "A number that is too small or too large",
    meaning: "A port is at most 65535, a weight at most 100. The message says what the field's bounds are.",
    wrong: `service "web" {\n  port = 80800\n}`,
    right: web,
    wayOut: "Give a number within the bounds.",
  },
  {
    code: configCodes.missingField,
    title: "A required field or block that is missing",
    meaning:
      "Some fields have no default that could be right: nobody can guess where a service listens. The reference of each block says which are required.",
    wrong: `service "web" {\n  protocol = "http"\n}`,
    right: `service "web" {\n  port     = 8080\n  protocol = "http"\n}`,
    wayOut: "Add the field or the block that the message names.",
  },
  {
    code: configCodes.unknownField,
    title: "A field that this object does not have",
    meaning:
      "Every field of one of Consul's own documents has a meaning here or is refused; none is ignored. Usually its name is misspelt.",
    wrong: `service {\n  name = "web"\n  port = 8080\n  mta  = { team = "shop" }\n  connect { sidecar_service {} }\n}`,
    right: `service {\n  name = "web"\n  port = 8080\n  meta = { team = "shop" }\n  connect { sidecar_service {} }\n}`,
    wayOut: "Correct the name, or remove the field.",
  },
  {
    code: configCodes.duplicateBlock,
    title: "A block that is there twice",
    meaning:
      "Some blocks may stand once in the block around them, and blocks with a label once with each label. A reader could not tell which of the two would count.",
    wrong: `resolver "web" {\n  subset "v1" { filter = "Service.Meta.version == v1" }\n  subset "v1" { filter = "Service.Meta.version == v2" }\n}\n\nservice "web" {\n  port = 8080\n  meta = { version = "v1" }\n}`,
    right: `resolver "web" {\n  subset "v1" { filter = "Service.Meta.version == v1" }\n}\n\nservice "web" {\n  port = 8080\n  meta = { version = "v1" }\n}`,
    wayOut: "Merge the two, or remove one.",
  },
  {
    code: configCodes.notYetSupported,
    title: "Something that this version does not do yet",
    meaning:
      "The language knows this, but nothing is rendered for it yet. It is refused, because a mesh that leaves out half of what its documents say is worse than none.",
    wrong: `tcp_route "web" {}\n\n${web}`,
    right: web,
    wayOut: "Remove it, and look into the changelog of later versions.",
  },
  {
    code: configCodes.empty,
    title: "A value that is empty",
    meaning:
      "An empty text, list or block where a value has to be usually comes from a variable that nobody filled in.",
    wrong: `service "web" {\n  port    = 8080\n  address = ""\n}`,
    right: `service "web" {\n  port    = 8080\n  address = "10.0.0.7"\n}`,
    wayOut: "Give a value, or leave the field out.",
  },
];
