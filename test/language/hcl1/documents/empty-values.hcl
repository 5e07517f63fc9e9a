Kind = "service-resolver"
Name = "plain"
Subsets {}
Failover = {}
Meta = {
}
List = []
