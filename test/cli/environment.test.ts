import { describe, expect, test } from "@jest/globals";
import { readEnvironment } from "../../src/cli/environment.ts";

test("without variables everything is where everybody looks", () => {
  expect(readEnvironment({ XDG_STATE_HOME: "/state" })).toEqual({
    agentAddress: "http://127.0.0.1:8500",
    agentAccess: {},
    xdsAddress: "127.0.0.1:8502",
    stateDirectory: "/state/meshwork",
    variables: new Map(),
    noColor: false,
  });
});

test("the state's folder is the user's unless somebody says otherwise", () => {
  expect(readEnvironment({}).stateDirectory).toMatch(/\.local\/state\/meshwork$/);
  expect(readEnvironment({ XDG_STATE_HOME: "/state", MESH_STATE_DIR: "/mine" }).stateDirectory).toBe("/mine");
});

describe("each variable", () => {
  test.each([
    ["MESH_HTTP_ADDR", "10.0.0.1:80", { agentAddress: "http://10.0.0.1:80" }],
    ["MESH_HTTP_ADDR", "https://agent", { agentAddress: "https://agent" }],
    ["MESH_HTTP_ADDR", "", { agentAddress: "http://127.0.0.1:8500" }],
    ["MESH_TOKEN", "secret", { agentAccess: { token: "secret" } }],
    ["MESH_TOKEN", "", { agentAccess: { token: undefined } }],
    ["MESH_CACERT", "ca.pem", { agentAccess: { authoritiesFile: "ca.pem" } }],
    ["MESH_CLIENT_CERT", "me.pem", { agentAccess: { clientCertificateFile: "me.pem" } }],
    ["MESH_CLIENT_KEY", "key.pem", { agentAccess: { clientKeyFile: "key.pem" } }],
    ["MESH_XDS_ADDR", "10.0.0.1:81", { xdsAddress: "10.0.0.1:81" }],
    ["NO_COLOR", "1", { noColor: true }],
    ["NO_COLOR", "", { noColor: false }],
    ["MESH_VAR_v2_percent", "50", { variables: new Map([["v2_percent", "50"]]) }],
    ["MESH_VAR_empty", "", { variables: new Map([["empty", ""]]) }],
    ["MESH_VARIABLE", "1", { variables: new Map() }],
  ])("%s=%s", (name, value, expected) => expect(readEnvironment({ [name]: value })).toMatchObject(expected));
});
