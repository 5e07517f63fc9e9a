service {
  name = "web-proxy"
  kind = "connect-proxy"
  port = 21000
  proxy {
    destination_service_name  = "web"
    destination_service_id    = "web1"
    local_service_address     = "127.0.0.1"
    local_service_port        = 8080
    local_service_socket_path = ""
    mode                      = "transparent"
    transparent_proxy { outbound_listener_port = 22500 }
    upstreams = []
  }
}
