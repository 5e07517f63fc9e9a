services = [
  {
    name = "web"
    port = 80
    checks = [
      { id = "tcp", tcp = "127.0.0.1:80", interval = "5s" },
      { id = "ttl", ttl = "30s", status = "passing" },
    ]
  },
  {
    name = "api"
    port = 8081
    connect { sidecar_service {} }
  }
]
