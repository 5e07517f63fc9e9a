// The mesh of examples/counting as constructs: `canary_percent` moves requests from one version of counting to the next.
import { Op, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { Mesh, Protocol } from "meshwork/cdktf";

export class CanaryStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const percent = new TerraformVariable(this, "canary_percent", {
      type: "number",
      default: 0,
      description: "How many of a hundred requests the second version of counting answers.",
    });

    const mesh = new Mesh(this, "mesh");
    const dashboard = mesh.addService("dashboard", { port: 9002, protocol: Protocol.HTTP });
    const counting = mesh
      .addService("counting", { port: 9003, protocol: Protocol.HTTP })
      .addInstance("counting-v1", { port: 9003, sidecarPort: 21001, meta: { version: "v1" } })
      .addInstance("counting-v2", { port: 9004, sidecarPort: 21002, meta: { version: "v2" } });

    dashboard.connectTo(counting, { localBindPort: 5000 });
    // The mesh refuses what nothing allows.
    dashboard.allowTo(counting, { methods: ["GET"], pathExact: "/service/counting/" });
    counting
      .split({ v1: Op.sub(100, percent.numberValue), v2: percent.numberValue })
      // When no instance of v2 is healthy, v1 answers in its place.
      .failover({ v2: { subset: "v1" } });

    new TerraformOutput(this, "changes", { value: mesh.resource.changes });
  }
}
