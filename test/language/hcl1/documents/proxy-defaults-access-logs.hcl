Kind = "proxy-defaults"
Name = "global"
AccessLogs {
  Enabled             = true
  DisableListenerLogs = true
  Type                = "file"
  Path                = "/var/log/mesh/access.log"
  JSONFormat          = <<EOF
{
  "start": "%START_TIME%",
  "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  "code": "%RESPONSE_CODE%"
}
EOF
}
