module hcl1-oracle

go 1.21

require github.com/hashicorp/hcl v1.0.0
