kind       = "control-plane-request-limit"
mode       = "permissive"
name       = "sink"
read_rate  = 1e3
write_rate = 0.5e2
kv { read_rate = 100 write_rate = 50.25 }
catalog { read_rate = 0x64 }
