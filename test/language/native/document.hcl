# Two services on one machine. dashboard shows a number that it asks counting for; counting runs in two versions.
# Whole, for mutations: a change here makes it necessary to record again.

variable "v2_percent" {
  description = "How many of a hundred requests counting's second version answers."
  type        = number
  default     = 0
}

variable "dashboard_may_count" {
  description = "Whether dashboard may call counting: \"allow\" or \"deny\"."
  type        = string
  default     = "allow"
}

mesh {
  datacenter               = "dc1"
  default_intention_policy = "deny"
}

service "dashboard" {
  port     = 9002
  protocol = "http"

  instance "dashboard" {
    sidecar_port = 21000
    command      = ["node", "dashboard.mjs", "--port", "9002", "--counting", "http://127.0.0.1:5000"]
  }

  upstream "counting" { local_bind_port = 5000 }

  check "http" {
    path     = "/health"
    interval = "1s"
  }
}

service "counting" {
  port     = 9003
  protocol = "http"

  instance "counting-v1" {
    port         = 9003
    sidecar_port = 21001
    meta         = { version = "v1" }
    command      = ["node", "counting.mjs", "--port", "9003", "--version", "v1"]
  }

  instance "counting-v2" {
    port         = 9004
    sidecar_port = 21002
    meta         = { version = "v2" }
    command      = ["node", "counting.mjs", "--port", "9004", "--version", "v2"]
  }

  check "http" {
    path     = "/health"
    interval = "1s"
  }
}

resolver "counting" {
  default_subset = "v1"

  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }

  # When no instance of v2 is healthy, v1 answers in its place.
  failover "v2" { subset = "v1" }
}

splitter "counting" {
  split {
    weight = 100 - var.v2_percent
    subset = "v1"
  }
  split {
    weight = var.v2_percent
    subset = "v2"
  }
}

# default_intention_policy is "deny": what no line below allows is refused by counting's own sidecar.
intentions "counting" {
  source "dashboard" {
    permission {
      action = var.dashboard_may_count

      http {
        path_exact = "/service/counting/"
        methods    = ["GET"]
      }
    }
  }
}
