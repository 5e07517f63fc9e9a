Kind               = "sameness-group"
Name               = "all-europe"
DefaultForFailover = true
IncludeLocal       = true
Members = [
  { Partition = "default" },
  { Peer      = "cluster-02" },
]
