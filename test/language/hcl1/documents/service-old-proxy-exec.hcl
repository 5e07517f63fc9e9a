service = {
  name = "cache"
  port = 6379
  connect = {
    proxy = {
      exec_mode = "daemon"
      command   = ["mesh-proxy", "-verbose"]
      config    = { local_service_address = "127.0.0.1:6379", handshake_timeout_ms = 5000 }
    }
  }
}
