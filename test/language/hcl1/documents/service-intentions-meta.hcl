/* Made by the platform team.
   Do not edit by hand. */
Kind = "service-intentions"
Name = "*"
Meta = { owner = "platform", "ticket" = "MESH-17" }
Sources = [ { Name = "*", Action = "deny", Type = "consul" } ] // everybody
