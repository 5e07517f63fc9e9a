check = {
  id       = "mem-util"
  name     = "Memory utilization"
  args     = ["/usr/local/bin/check_mem", "-limit", "256MB"]
  interval = "10s"
  timeout  = "1s"
}
