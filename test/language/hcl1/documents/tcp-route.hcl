Kind = "tcp-route"
Name = "postgres"
Services = [ { Name = "db" } ]
Parents = [ { Kind = "api-gateway", Name = "public", SectionName = "pg" } ]
