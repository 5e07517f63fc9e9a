Kind = "ingress-gateway"
Name = "edge"
TLS { Enabled = true TLSMinVersion = "TLSv1_2" }
Listeners = [
  {
    Port     = 8080
    Protocol = "http"
    Services = [
      {
        Name  = "web"
        Hosts = ["shop.example.com", "www.example.com:8080"]
        RequestHeaders { Add { x-gateway = "edge" } }
      },
      { Name = "*" }
    ]
  },
  {
    Port     = 5432
    Protocol = "tcp"
    Services = [{ Name = "db" }]
  }
]
Defaults { MaxConnections = 1000 MaxPendingRequests = 100 }
