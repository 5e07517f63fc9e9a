service {
  name                = "video"
  port                = 8000
  enable_tag_override = false
  weights { passing = 10 warning = 1 }
  tagged_addresses {
    lan { address = "192.0.2.10" port = 8000 }
    wan = { address = "198.51.100.20", port = 80 }
  }
  locality { region = "eu-west-1" zone = "eu-west-1a" }
}
