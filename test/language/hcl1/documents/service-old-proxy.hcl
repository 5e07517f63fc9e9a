# The form of the first releases with service mesh.
service {
  name = "web"
  port = 8080
  connect {
    proxy {
      config {
        bind_port = 21000
        upstreams = [
          {
            destination_name = "redis"
            local_bind_port  = 1234
          }
        ]
      }
    }
  }
}
