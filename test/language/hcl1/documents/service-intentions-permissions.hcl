Kind = "service-intentions"
Name = "fort-knox"
Sources = [
  {
    Name = "contractor-web"
    Permissions = [
      {
        Action = "allow"
        HTTP {
          Methods   = ["GET", "HEAD"]
          PathExact = "/healtz"
        }
      },
      {
        Action = "deny"
        HTTP { PathPrefix = "/" }
      },
    ]
  },
  {
    Name   = "admin-dashboard-web",
    Permissions = [
      {
        Action = "deny",
        HTTP {
          PathPrefix = "/debugz"
          Header = [ { Name = "x-forwarded-for" Present = true Invert = false } ]
        }
      },
      { Action = "allow" HTTP { PathPrefix = "/" } }
    ]
  }
]
