kind = "proxy-defaults"
name = "global"
mode = "transparent"
mesh_gateway { mode = "local" }
expose { checks = false, paths = [] }
transparent_proxy = { outbound_listener_port = 15001 }
config = { protocol = "http2" }
