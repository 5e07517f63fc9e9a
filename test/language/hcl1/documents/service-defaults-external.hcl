kind     = "service-defaults"
name     = "weather-api"
protocol = "tcp"

destination {
  addresses = ["weather.example.com", "198.51.100.7"]
  port      = 443
}
