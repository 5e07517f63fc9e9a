# What must hold whatever changes: asked of the documents before they are applied, and of the mesh afterwards.

locals {
  dashboard_will_count = provider::mesh::explain(
    { "mesh.hcl" = file("${path.module}/../counting/mesh.hcl") },
    { v2_percent = var.canary_percent },
    "dashboard",
    "counting",
    "GET /service/counting/"
  )
}

check "dashboard_will_count" {
  assert {
    condition     = local.dashboard_will_count.allowed
    error_message = join(" ", local.dashboard_will_count.changes)
  }
}

data "mesh_reachability" "dashboard_counts" {
  source      = "dashboard"
  destination = "counting"
  method      = "GET"
  path        = "/service/counting/"
  depends_on  = [mesh_document.counting]
}

check "dashboard_counts" {
  assert {
    condition     = data.mesh_reachability.dashboard_counts.allowed
    error_message = "${data.mesh_reachability.dashboard_counts.rule} stops the dashboard."
  }
}

# What an Envoy beside the dashboard is started with, wherever it runs.
data "mesh_proxy" "dashboard" {
  id         = "dashboard-sidecar-proxy"
  depends_on = [mesh_document.counting]
}

output "dashboard_bootstrap" {
  value = data.mesh_proxy.dashboard.bootstrap
}
