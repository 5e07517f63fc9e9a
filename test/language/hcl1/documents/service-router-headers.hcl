Kind = "service-router"
Name = "web"
Routes = [
  {
    Match {
      HTTP {
        Header = [
          {
            Name  = "x-debug"
            Exact = "1"
          },
          { Name = "x-tenant", Prefix = "beta-", Invert = true },
          { Name = "x-any" Present = true }
        ]
        Methods = ["GET", "HEAD"]
      }
    }
    Destination {
      Service       = "web"
      ServiceSubset = "canary"
    }
  },
  {
    Match {
      HTTP {
        QueryParam = [
          { Name = "preview", Present = true },
          { Name = "version" Regex = "^v[2-9]$" }
        ]
        CaseInsensitive = true
        PathRegex       = "^/items/\\d+$"
      }
    }
    Destination {
      Service        = "web"
      ServiceSubset  = "v2"
      RequestTimeout = "15s"
      IdleTimeout    = "1m30s"
    }
  },
]
