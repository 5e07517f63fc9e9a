Kind = "proxy-defaults"
Name = "global"

Config {
  envoy_tracing_json = <<EOF
{
  "http": {
    "name": "envoy.tracers.zipkin",
    "typedConfig": { "collector_cluster": "traces", "trace_id_128bit": true }
  }
}
EOF
  envoy_stats_tags = ["env=test", "team=mesh"]
}
FailoverPolicy { Mode = "order-by-locality" Regions = ["eu-west-1", "eu-central-1"] }
PrioritizeByLocality { Mode = "failover" }
