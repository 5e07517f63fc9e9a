# The example of examples/counting, kept by Terraform: `terraform apply -var canary_percent=10` moves the canary.

terraform {
  required_providers {
    mesh = {
      source = "meshwork/mesh"
    }
  }
}

# The agent's address comes from here or from MESH_HTTP_ADDR.
provider "mesh" {}

variable "canary_percent" {
  description = "How many of a hundred requests the second version of counting answers."
  type        = number
  default     = 0
}

resource "mesh_document" "counting" {
  source = "${path.module}/../counting/mesh.hcl"

  variables = {
    v2_percent = var.canary_percent
  }
}

# What the plan is going to change, and what the last apply did.
output "changes" {
  value = mesh_document.counting.changes
}

output "revision" {
  value = mesh_document.counting.revision
}
