import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { JsonObject } from "../../envoy/codec/json-form.ts";
import type { Choose } from "./choose.ts";
import { withVariables } from "./options.ts";

type Header = readonly [name: string, value: string];

interface ExplainFlags {
  readonly documents: string;
  readonly header: readonly Header[];
  readonly claims: readonly JsonObject[];
  readonly host?: string;
  readonly configDump?: readonly string[];
  readonly json?: true;
}

const afterHelp = `
Walks through what the proxies are told, as Envoy would: routes, shares, instances, certificates, intentions. Exit
status: 0 the request is allowed, 1 it is not, or not in every case.

Examples:
  mesh explain web api GET /v1/orders -H x-user:1
  mesh explain web api POST /v1/orders --claims '{"iss":"https://issuer","aud":"api"}' --json
  mesh explain web api --config-dump web.json --config-dump api.json`;

export function addExplainCommand(program: Command, choose: Choose): void {
  const command = program
    .command("explain")
    .description("says what a request will meet, which rules decide and what would change it; needs no agent")
    .argument("<caller>", "the calling service, or one of its instances")
    .argument("<destination>", "the service called")
    .argument("[method]", "of the request", "GET")
    .argument("[path]", "of the request, with its query", "/")
    .option("-d, --documents <path>", "a document, or a folder of documents", ".")
    .option("-H, --header <name:value>", "a header of the request; may be repeated", header, [])
    .option("--claims <json>", "what a token of the request says; may be repeated", claims, [])
    .option("--host <host>", "of the request")
    .option(
      "--config-dump <file>",
      "what an Envoy answers to /config_dump?include_eds, instead of documents",
      gathered,
    )
    .option("--json", "as JSON")
    .addHelpText("after", afterHelp);
  const variableFlags = withVariables(command);
  command.action((caller: string, destination: string, method: string, path: string, flags: ExplainFlags) =>
    choose(async (context) => {
      const { explain } = await import("../runtime-commands.ts");
      const { configDump, header: headers, claims: payloads, host } = flags;
      return explain(
        {
          caller,
          destination,
          request: {
            method: method.toUpperCase(),
            path,
            headers,
            claims: payloads,
            ...(host !== undefined && { host }),
          },
          source: configDump
            ? { kind: "config-dumps", files: configDump }
            : { kind: "documents", path: flags.documents, variableFlags },
          form: flags.json ? "json" : "text",
        },
        context,
      );
    }),
  );
}

function header(text: string, earlier: readonly Header[]): readonly Header[] {
  const colon = text.indexOf(":", 1);
  if (colon < 0) throw new InvalidArgumentError('Give a name and a value, such as "x-user:1".');
  return [...earlier, [text.slice(0, colon).trim(), text.slice(colon + 1).trim()]];
}

function claims(text: string, earlier: readonly JsonObject[]): readonly JsonObject[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return [...earlier, value as JsonObject];
  } catch {
    // Told below, as for JSON of another kind.
  }
  throw new InvalidArgumentError('Give an object in JSON, such as {"aud":"api"}.');
}

function gathered(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}
