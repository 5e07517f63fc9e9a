Kind = "jwt-provider"
Name = "cloud"
Issuer = "cloud.example.com"
JSONWebKeySet = {
  Remote = {
    URI                 = "https://login.example.com/.well-known/jwks.json"
    RequestTimeoutMs    = 1500
    CacheDuration       = "30m"
    FetchAsynchronously = true
    RetryPolicy = {
      NumRetries = 3
      RetryPolicyBackOff { BaseInterval = "500ms" MaxInterval = "5s" }
    }
    JWKSCluster { DiscoveryType = "LOGICAL_DNS" ConnectTimeout = "2s" }
  }
}
