service {
  name = "mesh-gateway"
  kind = "mesh-gateway"
  port = 443
  tagged_addresses { wan { address = "203.0.113.9" port = 8443 } }
  proxy {
    config {
      envoy_gateway_bind_tagged_addresses = true
      envoy_dns_discovery_type            = "STRICT_DNS"
      connect_timeout_ms                  = 5000
    }
  }
}
