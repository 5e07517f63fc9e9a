service { name = "ledger", port = 7000, connect { native = true } }
