Kind          = "service-resolver"
Name          = "api"
DefaultSubset = "stable"
Subsets "stable" { Filter = "Service.Meta.track == \"stable\"" }
Subsets "edge"   { Filter = "Service.Meta.track == \"edge\"" OnlyPassing = true }
