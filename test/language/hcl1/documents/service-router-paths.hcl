Kind = "service-router"
Name = "web"
Routes = [
  {
    Match {
      HTTP {
        PathPrefix = "/admin"
      }
    }

    Destination {
      Service = "admin"
    }
  },
  {
    Match { HTTP { PathExact = "/robots.txt" } }
    Destination { Service = "static" PrefixRewrite = "/public/robots.txt" }
  },
  # NOTE: everything else goes to web itself.
]
