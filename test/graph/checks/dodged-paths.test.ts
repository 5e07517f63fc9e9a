import { test } from "@jest/globals";
import { checkDocument } from "../../support/check-document.ts";

function documents(normalization: string, http: string): string {
  return `mesh {
  http {
    incoming {
      request_normalization { ${normalization} }
    }
  }
}
service "api" {
  port     = 9090
  protocol = "http"
}
service "web" {
  port    = 8080
  address = "10.0.0.1"
}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http { ${http} }
    }
  }
}`;
}

const judged = 'path_prefix = "/v1"';
const dodged = "MESH3048 warning Rules about paths can be dodged";

test.each([
  ["nothing changed", "", judged, []],
  ["slashes merged by choice", "merge_slashes = true", judged, []],
  ["slashes left", "merge_slashes = false", judged, [`4:47 ${dodged}`]],
  ["dots left", "insecure_disable_path_normalization = true", judged, [`4:69 ${dodged}`]],
  ["slashes left where methods alone are judged", "merge_slashes = false", 'methods = ["GET"]', []],
  [
    "escaped slashes forwarded, as rules see them then",
    'path_with_escaped_slashes_action = "UNESCAPE_AND_FORWARD"',
    judged,
    [],
  ],
])("%s", (_, normalization, http, expected) => checkDocument(documents(normalization, http), expected));
