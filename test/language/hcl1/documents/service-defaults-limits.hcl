# Calls out of the shop are kept within bounds.
Kind = "service-defaults"
Name = "shop"

Protocol              = "http"
MaxInboundConnections = 512
LocalConnectTimeoutMs = 2000
LocalRequestTimeoutMs = 15000
BalanceInboundConnections = "exact_balance"

UpstreamConfig = {
  Defaults = {
    ConnectTimeoutMs = 3000
    Limits = {
      MaxConnections        = 100
      MaxPendingRequests    = 50
      MaxConcurrentRequests = 200
    }
    PassiveHealthCheck = {
      Interval           = "10s"
      MaxFailures        = 5
      MaxEjectionPercent = 50
      BaseEjectionTime   = "45s"
    }
  }
  Overrides = [
    {
      Name = "payments"
      Limits {
        MaxConnections = 20
      }
      MeshGateway { Mode = "local" }
    },
    {
      Name             = "stock"
      ConnectTimeoutMs = 500
    },
  ]
}
