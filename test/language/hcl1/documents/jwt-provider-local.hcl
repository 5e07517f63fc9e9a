Kind   = "jwt-provider"
Name   = "corp"
Issuer = "https://login.example.com"
JSONWebKeySet {
  Local {
    JWKS = "eyJrZXlzIjogW119"
  }
}
Audiences = ["mesh", "reports"]
Locations = [
  { Header { Name = "Authorization" ValuePrefix = "Bearer " } },
  { QueryParam { Name = "token" } },
  { Cookie { Name = "jwt" } },
]
Forwarding { HeaderName = "x-user-token" PadForwardPayloadHeader = true }
ClockSkewSeconds = 30
CacheConfig { Size = 100 }
