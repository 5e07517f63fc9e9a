"Kind" = "service-defaults" // quoted name
Name="tight"/* no spaces */Protocol="http"
"Meta" { "escaped \"key\"" = "tab\there, bell\a, \u00e9, \x41, \101" "" = "" }
Numbers = [0, -7, 0x1F, 0755, 1.5, 2.5e3, 1E-2, 5., 0.25]
Nested = [[1, 2], [3] ["a"], [], ]
Text = "costs ${ "5" } dollars"
Switches = { on = true off = false }
Long = <<-TEXT
    indented
      more
    TEXT
Dotted.name-x = "a.b-c"
größe = "unicode"
