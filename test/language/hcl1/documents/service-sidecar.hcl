service {
  id      = "counting-1"
  name    = "counting"
  port    = 9003
  tags    = ["primary", "v1"]
  meta    = { version = "1.4.0" }
  address = "10.0.0.7"

  connect {
    sidecar_service {
      port = 20000
      check {
        name                   = "sidecar"
        alias_service          = "counting"
      }
      proxy {
        upstreams = [
          {
            destination_name = "stock"
            local_bind_port  = 5000
            config { connect_timeout_ms = 1500 }
          },
          { destination_name = "audit", local_bind_port = 5001, datacenter = "dc2" },
        ]
        config { protocol = "http" }
        expose { checks = true }
      }
    }
  }

  check {
    id       = "counting-http"
    http     = "http://127.0.0.1:9003/health"
    method   = "GET"
    interval = "10s"
    timeout  = "1s"
  }
}
