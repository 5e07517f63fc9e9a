Kind     = "service-defaults"
Name     = "api"
Protocol = "http"
EnvoyExtensions = [
  {
    Name      = "builtin/lua"
    Required  = false
    Arguments = {
      ProxyType = "connect-proxy"
      Listener  = "inbound"
      Script    = <<-EOF
        function envoy_on_request(handle)
          handle:headers():add("x-seen", "1")
        end
        EOF
    }
  },
  {
    Name = "builtin/aws/lambda"
    Arguments = { ARN = "arn:aws:lambda:eu-west-1:000000000000:function:quote", PayloadPassthrough = true }
  }
]
