datacenter = "dc1"
data_dir   = "/var/lib/mesh"
ports { grpc = 8502 http = -1 }
connect { enabled = true }
telemetry = { prometheus_retention_time = "60s" }
service { name = "hello" port = 5678 }
