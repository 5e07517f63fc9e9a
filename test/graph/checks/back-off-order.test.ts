import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";

const fetched = (backOff: string): string => `jwt_provider "own" {
  issuer = "https://id.example.com"
  json_web_key_set {
    remote {
      uri = "https://id.example.com/keys"
      retry_policy {
        num_retries = 3
        retry_policy_back_off {
${backOff}        }
      }
    }
  }
}
`;

test.each([
  ["neither given", ""],
  ["a longest pause", '          max_interval = "1m"\n'],
  ["equal pauses", '          base_interval = "2s"\n          max_interval = "2000ms"\n'],
])("accepted: %s", (_, backOff) => checkDocument(fetched(backOff), []));

test.each([
  [
    "a first pause above the longest",
    '          base_interval = "3s"\n          max_interval = "2s"\n',
    "10:26 MESH3100 The first pause is 3s and the longest 2s",
  ],
  [
    "a first pause above the default of the longest",
    '          base_interval = "11s"\n',
    "9:27 MESH3100 The first pause is 11s and the longest 10s",
  ],
  [
    "a longest pause below the default of the first",
    '          max_interval = "500ms"\n',
    "9:26 MESH3100 The first pause is 1s and the longest 500ms",
  ],
])("%s", (_, backOff, expected) => checkDocument(fetched(backOff), [expected]));
