import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { requestMirrors } from "./places/setting-places.ts";

export const mirrorFormPages: readonly ErrorPage[] = [
  {
    code: graphCodes.mirrorForm,
    title: "A mirror that gets no request",
    meaning:
      "A mirror sends copies of a share of the requests to another service. With a share of 0 percent no copy is ever sent. This is a warning.",
    wrong: `router "api" {
  route {
    destination {
      request_mirror {
        service = "audit"
        percent = 0
      }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.1"
}

service "audit" {
  port     = 9091
  protocol = "http"
}`,
    right: `router "api" {
  route {
    destination {
      request_mirror {
        service = "audit"
        percent = 10
      }
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
  address  = "10.0.0.1"
}

service "audit" {
  port     = 9091
  protocol = "http"
}`,
    wayOut: "Give it a larger share, or remove it.",
  },
];

/** The share of a mirror is more than nothing. */
export const mirrorForm: GraphCheck = ({ index }) =>
  requestMirrors(index).flatMap(({ value, rangeAt }) => {
    if (value.percent !== 0) return [];
    return warning({
      code: graphCodes.mirrorForm,
      summary: "This mirror gets no request",
      detail: "Its share is 0 percent. Give it a larger one, or remove it.",
      subject: rangeAt("percent"),
    });
  });
