import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const splitterWeightsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.splitterWeights,
    title: "Weights that do not add up to 100",
    meaning:
      "The weights of a splitter are percentages in steps of 0.01 and add up to exactly 100. Weights that add up to 90 could mean that a tenth of the requests is dropped or that the rest is scaled up; nobody should have to guess.",
    wrong: `splitter "api" {
  split {
    weight = 80
    subset = "v1"
  }
  split {
    weight = 10
    subset = "v2"
  }
}

resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    right: `splitter "api" {
  split {
    weight = 90
    subset = "v1"
  }
  split {
    weight = 10
    subset = "v2"
  }
}

resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    wayOut: "Change one of the weights; the message says by how much.",
  },
];

/** The weights of a splitter add up to exactly 100, in steps of 0.01. A weight is 0 or at least 0.01. */
export const splitterWeights: GraphCheck = ({ index }) =>
  [...index.splitters.values()].flatMap((entry) => {
    if (!entry.isWhole("splits")) return [];
    const hundredths = entry.value.splits.map(({ weight }) => Math.round(weight * 100));
    const finer = entry.value.splits.flatMap(({ weight }, position) =>
      Math.abs(weight * 100 - (hundredths[position] ?? 0)) > 1e-6 ? [position] : [],
    );
    if (finer.length > 0) {
      return finer.map((position) =>
        error({
          code: graphCodes.splitterWeights,
          summary: "A weight is finer than 0.01",
          detail: "Weights are percent in steps of 0.01. Round it.",
          subject: entry.rangeAt("splits", position, "weight"),
          context: entry.rangeAt("splits", position),
        }),
      );
    }
    const sum = hundredths.reduce((total, weight) => total + weight, 0) / 100;
    if (sum === 100) return [];
    const addends = entry.value.splits.map(({ weight }) => weight).join(" + ");
    const gap = Math.round(Math.abs(100 - sum) * 100) / 100;
    return error({
      code: graphCodes.splitterWeights,
      summary: `Weights add up to ${sum}, not 100`,
      detail: `The weights of splitter "${entry.name}" are ${addends} = ${sum}. ${sum < 100 ? `Give the missing ${gap} to one of the splits` : `Take ${gap} from the splits`}, so that they add up to 100.`,
      subject: entry.rangeAt("splits", entry.value.splits.length - 1, "weight"),
      context: entry.range,
      related: entry.value.splits.slice(0, -1).map((split, position) => ({
        message: `This split has ${split.weight}.`,
        range: entry.rangeAt("splits", position, "weight"),
      })),
    });
  });
