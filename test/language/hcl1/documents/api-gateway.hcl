Kind = "api-gateway"
Name = "public"
Listeners = [
  {
    Name     = "https"
    Hostname = "*.example.com"
    Port     = 8443
    Protocol = "http"
    TLS = {
      MinVersion   = "TLSv1_2"
      Certificates = [
        { Kind = "inline-certificate", Name = "wildcard" }
      ]
    }
    MaxRequestHeadersKB = 96
  }
]
