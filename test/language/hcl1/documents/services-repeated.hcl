services {
  id   = "red0"
  name = "redis"
  tags = [
    "primary"
  ]
  address = ""
  port    = 6000
}
services {
  id   = "red1"
  name = "redis"
  tags = [
    "delayed",
    "secondary"
  ]
  port = 7000
}
