Kind = "service-defaults"
Name = "billing"
Protocol = "grpc"
Expose {
  Checks = true
  Paths = [
    {
      Path          = "/metrics"
      LocalPathPort = 9102
      ListenerPort  = 21500
      Protocol      = "http"
    }
  ]
}
MeshGateway { Mode = "remote" }
TransparentProxy { OutboundListenerPort = 15101 DialedDirectly = false }
MutualTLSMode = "permissive"
