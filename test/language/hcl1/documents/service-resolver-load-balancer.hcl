Kind = "service-resolver"
Name = "sessions"
LoadBalancer = {
  Policy = "ring_hash"
  RingHashConfig = {
    MinimumRingSize = 1024
    MaximumRingSize = 8192
  }
  HashPolicies = [
    {
      Field      = "cookie"
      FieldValue = "session-id"
      CookieConfig = { TTL = "1h", Path = "/" }
      Terminal = true
    },
    { Field = "header" FieldValue = "x-user" },
    { SourceIP = true }
  ]
}
