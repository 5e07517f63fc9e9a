Kind        = "file-system-certificate"
Name        = "from-disk"
Certificate = "/etc/mesh/tls.crt"
PrivateKey  = "/etc/mesh/tls.key"
