Kind = "inline-certificate"
Name = "wildcard"
Certificate = <<EOT
-----BEGIN CERTIFICATE-----
bm90IGEgcmVhbCBjZXJ0aWZpY2F0ZQ==
-----END CERTIFICATE-----
EOT
PrivateKey = <<EOT
-----BEGIN PRIVATE KEY-----
bm90IGEgcmVhbCBrZXk=
-----END PRIVATE KEY-----
EOT
Meta { note = "placeholder" }
