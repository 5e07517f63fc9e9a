Kind = "exported-services"
Name = "default"
Services = [
  {
    Name = "api"
    Consumers = [
      { Peer = "cluster-02" },
      { SamenessGroup = "all-europe" }
    ]
  },
  { Name = "*", Consumers = [{ Partition = "ops" }] },
]
