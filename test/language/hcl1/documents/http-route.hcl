Kind = "http-route"
Name = "shop"
Parents = [ { Kind = "api-gateway" Name = "public" SectionName = "https" } ]
Hostnames = [ "shop.example.com" ]
Rules = [
  {
    Matches = [
      {
        Path    { Match = "prefix" Value = "/cart" }
        Headers = [ { Match = "exact", Name = "x-beta", Value = "on" } ]
        Method  = "POST"
        Query   = [ { Match = "present" Name = "id" } ]
      }
    ]
    Filters {
      Headers      = [ { Add = { x-route = "shop" } Remove = ["x-internal"] } ]
      URLRewrite   { Path = "/v2/cart" }
      RetryFilter  { NumRetries = 2 RetryOn = ["reset"] }
      TimeoutFilter { RequestTimeout = "10s" IdleTimeout = "2m" }
    }
    Services = [
      { Name = "cart-a", Weight = 3 },
      { Name = "cart-b", Weight = 1 },
    ]
  }
]
