kind = "service-router"
name = "catalog"
routes {
  match { http { path_prefix = "/read" } }
  destination {
    num_retries              = 5
    retry_on_connect_failure = true
    retry_on                 = ["5xx", "gateway-error"]
    retry_on_status_codes    = [502, 503]
    request_headers {
      add { "x-from-router" = "yes" }
      set { x-env = "test" }
      remove = ["cookie"]
    }
  }
}
routes {
  match { http { path_prefix = "/write" } }
  destination { num_retries = 0, request_timeout = "30s" }
}
