Kind = "rate-limit"
Name = "global"
Config {
  ReadRate  = 500
  WriteRate = 200.5
  Priority  = true
  ExcludeEndpoints = [ "Health.Check", "Status.Leader" ]
}
