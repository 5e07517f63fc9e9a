/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { describeTerraform } from "../support/terraform/describe-terraform.ts";
import { TerraformWorkspace, unwrapped } from "../support/terraform/terraform-workspace.ts";
import { TestSite } from "../support/test-site.ts";

/** Each command of Terraform starts several processes. */
jest.setTimeout(90_000);

const services = `variable "v2" { type = number }
service "web" {
  port     = 8080
  protocol = "http"
  upstream "api" { local_bind_port = 9001 }
}
service "api" {
  port     = 8080
  protocol = "http"
  instance "api-1" {
    address = "10.0.0.1"
    meta    = { version = "v1" }
  }
  instance "api-2" {
    address = "10.0.0.2"
    meta    = { version = "v2" }
  }
}
resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}
splitter "api" {
  split {
    weight = 100 - var.v2
    subset = "v1"
  }
  split {
    weight = var.v2
    subset = "v2"
  }
}
`;

const rules = `variable "prefix" {}
intentions "api" {
  source "web" {
    permission {
      action = "allow"
      http {
        path_prefix = var.prefix
        methods     = ["GET"]
      }
    }
  }
}
`;

const configuration = `variable "v2" { default = 0 }
variable "prefix" { default = "/v1" }
resource "mesh_document" "services" {
  set       = "services"
  files     = { "mesh.hcl" = file("services.hcl") }
  variables = { v2 = var.v2 }
}
resource "mesh_document" "rules" {
  set        = "rules"
  files      = { "rules.hcl" = file("rules.hcl") }
  variables  = { prefix = var.prefix }
  depends_on = [mesh_document.services]
}
`;

describeTerraform("$name", ({ path }) => {
  let site: TestSite;
  let workspace: TerraformWorkspace;
  beforeAll(async () => {
    site = await TestSite.open();
    await site.startAgent();
    workspace = new TerraformWorkspace(site, { name: "traffic", program: path });
    workspace.write("services.hcl", services);
    workspace.write("rules.hcl", rules);
    workspace.write("main.tf", configuration);
    // A set is planned against those in force, so that one that needs another is applied after it.
    await workspace.succeed("apply", "-auto-approve", "-target=mesh_document.services");
    await workspace.apply();
  });
  afterAll(() => site.dispose());

  const changesOf = async (name: string): Promise<unknown> =>
    (await workspace.state(`mesh_document.${name}`))["changes"];

  test("a plan says in words what changes for traffic, and the apply keeps to it", async () => {
    const { stdout } = await workspace.succeed("plan", "-var=v2=10", "-out=canary.tfplan");
    expect(unwrapped(stdout)).toContain('+ "api: v1 90 %, v2 10 %, was v1 100 %"');
    await workspace.succeed("apply", "canary.tfplan");
    expect(await changesOf("services")).toEqual([
      expect.stringMatching(/^~ service-splitter "api": /),
      "api: v1 90 %, v2 10 %, was v1 100 %",
    ]);
  });

  test("permissions are told by the requests that they are about", async () => {
    await workspace.apply("-var=v2=10", "-var=prefix=/v2");
    expect(await changesOf("rules")).toEqual([
      expect.stringMatching(/^~ service-intentions "api": /),
      "web to api: GET /v1 denied, was allowed",
      "web to api: GET /v2 allowed, was denied",
    ]);
  });

  test("of several sets that change together, each apply says what its plan said", async () => {
    // Each by itself changes what the other one's change means for traffic.
    workspace.write("rules.hcl", rules.replace('methods     = ["GET"]', ""));
    workspace.write(
      "services.hcl",
      services.replace("  upstream", "  # upstream").replace("{ local_bind_port = 9001 }", ""),
    );
    await workspace.apply("-var=v2=10", "-var=prefix=/v2");
    expect(await changesOf("services")).toContain("web to api: no upstream any more, was mixed");
    // When it was applied nobody called any more; when it was planned somebody did.
    expect(await changesOf("rules")).toEqual([
      expect.stringMatching(/^~ service-intentions "api": /),
      "web to api: POST /v2 allowed, was denied",
    ]);
  });

  test("a new plan looks anew", async () => {
    workspace.write("rules.hcl", rules);
    const first = await workspace.succeed(
      "plan",
      "-var=v2=10",
      "-var=prefix=/v2",
      "-target=mesh_document.rules",
    );
    expect(first.stdout).not.toMatch(/[+>] "web to api/);
    workspace.write("services.hcl", services);
    await workspace.succeed("apply", "-auto-approve", "-var=v2=10", "-target=mesh_document.services");
    const { stdout } = await workspace.succeed("plan", "-var=v2=10", "-var=prefix=/v2");
    expect(stdout).toMatch(/[+>] "web to api: POST \/v2 denied, was allowed"/);
    await workspace.apply("-var=v2=10", "-var=prefix=/v2");
  });
});
