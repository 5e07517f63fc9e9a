checks = [
  {
    id       = "api-http"
    http     = "https://localhost:5000/health"
    header { Accept = ["text/plain"] "x-probe" = ["a", "b"] }
    tls_skip_verify = false
    deregister_critical_service_after = "90m"
  },
  { id = "grpc", grpc = "127.0.0.1:12345", grpc_use_tls = true, interval = "10s" },
  { id = "alias" alias_service = "web" }
]
