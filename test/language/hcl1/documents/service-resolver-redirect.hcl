Kind = "service-resolver"
Name = "old-name"
Redirect {
  Service    = "new-name"
  Datacenter = "dc2"
}
