Kind = "service-defaults"
Name = "search"
Protocol = "http"
RateLimits {
  InstanceLevel {
    RequestsPerSecond = 250
    RequestsMaxBurst  = 400
    Routes = [
      { PathPrefix = "/suggest" RequestsPerSecond = 50 RequestsMaxBurst = 80 },
      { PathExact = "/healthz", RequestsPerSecond = 5, RequestsMaxBurst = 5 },
      { PathRegex = "/v[0-9]+/query" RequestsPerSecond = 100 RequestsMaxBurst = 100 },
    ]
  }
}
