Kind = "proxy-defaults"
Name = "global"
Config {
  protocol                   = "http"
  envoy_prometheus_bind_addr = "0.0.0.0:9102"
  local_connect_timeout_ms   = 1000
  handshake_timeout_ms       = 10000
}
