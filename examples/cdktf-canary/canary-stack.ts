// The mesh of examples/counting as constructs: `canary_percent` moves requests from one version of counting to the next.
import { Op, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { Mesh, Protocol } from "meshwork/cdktf";

/** Where things listen; those of examples/counting unless given. */
export interface CanaryPorts {
  readonly dashboard: number;
  readonly upstream: number;
  readonly countingV1: number;
  readonly countingV2: number;
  readonly dashboardSidecar: number;
  readonly countingV1Sidecar: number;
  readonly countingV2Sidecar: number;
}

const standardPorts: CanaryPorts = {
  dashboard: 9002,
  upstream: 5000,
  countingV1: 9003,
  countingV2: 9004,
  dashboardSidecar: 21000,
  countingV1Sidecar: 21001,
  countingV2Sidecar: 21002,
};

export class CanaryStack extends TerraformStack {
  readonly mesh: Mesh;

  constructor(scope: Construct, id: string, ports: CanaryPorts = standardPorts) {
    super(scope, id);
    const percent = new TerraformVariable(this, "canary_percent", {
      type: "number",
      default: 0,
      description: "How many of a hundred requests the second version of counting answers.",
    });

    const mesh = new Mesh(this, "mesh");
    this.mesh = mesh;
    const dashboard = mesh
      .addService("dashboard", { port: ports.dashboard, protocol: Protocol.HTTP })
      .addInstance("dashboard", { sidecarPort: ports.dashboardSidecar });
    const counting = mesh
      .addService("counting", { port: ports.countingV1, protocol: Protocol.HTTP })
      .addInstance("counting-v1", {
        port: ports.countingV1,
        sidecarPort: ports.countingV1Sidecar,
        meta: { version: "v1" },
      })
      .addInstance("counting-v2", {
        port: ports.countingV2,
        sidecarPort: ports.countingV2Sidecar,
        meta: { version: "v2" },
      });

    dashboard.connectTo(counting, { localBindPort: ports.upstream });
    // The mesh refuses what nothing allows.
    dashboard.allowTo(counting, { methods: ["GET"], pathExact: "/service/counting/" });
    counting
      .split({ v1: Op.sub(100, percent.numberValue), v2: percent.numberValue })
      // When no instance of v2 is healthy, v1 answers in its place.
      .failover({ v2: { subset: "v1" } });

    new TerraformOutput(this, "changes", { value: mesh.resource.changes });
  }
}
