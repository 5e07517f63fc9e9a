Kind           = "service-resolver"
Name           = "db"
ConnectTimeout = "15s"
RequestTimeout = "0s"
Failover = {
  "*" = {
    Datacenters = ["dc2", "dc3"]
  }
  v2 = {
    Targets = [
      { Service = "db-backup" },
      { Service = "db", ServiceSubset = "v1", Datacenter = "dc2" },
      { Peer = "cluster-02" },
    ]
  }
}
Subsets { v1 { Filter = "Service.Meta.version == v1" } v2 { Filter = "Service.Meta.version == v2" } }
