import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { configCodes } from "../codes.ts";

const edge = `variable "port" {\n  type = number\n}\n\nservice "edge" {\n  port = var.port\n}\n`;
const right = {
  files: {
    "mesh.hcl": `module "edge" {\n  source = "./edge"\n  port   = 8080\n}`,
    "edge/main.hcl": edge,
  },
};

/** The pages about modules: folders of documents that others call with values. */
export const modulePages: readonly ErrorPage[] = [
  {
    code: configCodes.unsuitableSource,
    title: "A module from somewhere else than a folder beside the documents",
    meaning:
      "The `source` of a module is a path that begins with `./` or `../` and stays inside the folder of the documents. Nothing is ever downloaded, so that the same documents give the same mesh everywhere.",
    wrong: {
      files: {
        "mesh.hcl": `module "edge" {\n  source = "example.com/modules/edge"\n  port   = 8080\n}`,
        "edge/main.hcl": edge,
      },
    },
    right,
    wayOut: "Copy the module into a folder beside the documents and write its path.",
  },
  {
    code: configCodes.moduleNotFound,
    title: "A module whose folder is not there",
    meaning:
      "The path in `source` starts from the folder of the file it stands in, and leads to a folder with documents.",
    wrong: {
      files: {
        "mesh.hcl": `module "edge" {\n  source = "./egde"\n  port   = 8080\n}`,
        "edge/main.hcl": edge,
      },
    },
    right,
    wayOut: "Correct the path.",
  },
  {
    code: configCodes.moduleTooDeep,
    title: "Modules that call one another without end",
    meaning:
      "A module that calls itself, directly or through others, would never come to an end. Modules may call one another a few levels deep.",
    wrong: {
      files: {
        "mesh.hcl": `module "edge" {\n  source = "./edge"\n  port   = 8080\n}`,
        "edge/main.hcl": `variable "port" {\n  type = number\n}\n\nmodule "again" {\n  source = "../edge"\n  port   = var.port\n}\n`,
      },
    },
    right,
    wayOut: "Remove one of the calls.",
  },
  {
    code: configCodes.moduleVersion,
    title: "A version for a module",
    meaning:
      "A module is a folder beside the documents and changes together with them; there is only the version that lies there.",
    wrong: {
      files: {
        "mesh.hcl": `module "edge" {\n  source  = "./edge"\n  version = "1.0.0"\n  port    = 8080\n}`,
        "edge/main.hcl": edge,
      },
    },
    right,
    wayOut: "Remove the version.",
  },
  {
    code: configCodes.consulInModule,
    title: "Consul's own document in the folder of a module",
    meaning:
      "A module is called with values, as often as wanted, and each call declares its services anew. Consul's own documents, such as service definitions and config entries, have neither variables nor outputs, so every call would declare the same again.",
    wrong: {
      files: {
        "mesh.hcl": `module "edge" {\n  source = "./edge"\n  port   = 8080\n}`,
        "edge/main.hcl": edge,
        "edge/cart.hcl": `service {\n  name = "cart"\n  port = 9090\n  connect { sidecar_service {} }\n}\n`,
      },
    },
    right: {
      files: {
        "mesh.hcl": `module "edge" {\n  source = "./edge"\n  port   = 8080\n}`,
        "edge/main.hcl": edge,
        "cart.hcl": `service {\n  name    = "cart"\n  port    = 9090\n  address = "10.0.0.2"\n  connect { sidecar_service {} }\n}\n`,
      },
    },
    wayOut: "Move the file to the documents that the command is given, or write it as mesh blocks.",
  },
];
