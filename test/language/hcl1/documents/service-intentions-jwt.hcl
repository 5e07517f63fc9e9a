Kind = "service-intentions"
Name = "ledger"
JWT = {
  Providers = [
    {
      Name = "corp"
      VerifyClaims = [
        { Path = ["perms", "role"], Value = "auditor" }
      ]
    }
  ]
}
Sources {
  Name        = "reports"
  Description = "Monthly closing needs to read."
  Permissions {
    Action = "allow"
    HTTP { PathPrefix = "/read", Methods = ["GET"] }
    JWT { Providers { Name = "corp" } }
  }
}
