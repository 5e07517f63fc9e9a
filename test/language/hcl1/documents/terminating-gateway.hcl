Kind = "terminating-gateway"
Name = "egress"
Services = [
  {
    Name     = "legacy-db"
    CAFile   = "/etc/mesh/ca.pem"
    CertFile = "/etc/mesh/client.pem"
    KeyFile  = "/etc/mesh/client-key.pem"
    SNI      = "db.example.com"
  },
  { Name = "*", DisableAutoHostRewrite = true },
]
